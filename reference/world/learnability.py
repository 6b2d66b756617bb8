"""Can small decoders learn the world's skills? A plain PyTorch trial on one thread, not part of w2s.

    node reference/world/sentences.mjs "sorted majority maximum" 200000 > text.jsonl
    python reference/world/learnability.py text.jsonl 0 8 16 32 64

Trains a Llama-like decoder of each width (2 layers, RMSNorm, rotary positions, SwiGLU of 2 d, tied embedding; Adam 3e-3
with linear warm-up and decay) on the text's sentences once, next-token loss, and prints the accuracy on held-out
questions by skill and difficulty: which of two words (yes or no, true or false) is likelier to follow, or whether
"refuse" is. The second argument is the weight of the loss on words before the answer: 1 for all alike, 0 for none.
"""

import json
import re
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

torch.set_num_threads(1)


class Block(nn.Module):
    def __init__(self, d, heads):
        super().__init__()
        self.heads = heads
        self.n1, self.n2 = nn.RMSNorm(d), nn.RMSNorm(d)
        self.qkv, self.o = nn.Linear(d, 3 * d, bias=False), nn.Linear(d, d, bias=False)
        self.up, self.down = nn.Linear(d, 4 * d, bias=False), nn.Linear(2 * d, d, bias=False)

    def forward(self, x, cos, sin):
        b, t, d = x.shape
        q, k, v = self.qkv(self.n1(x)).view(b, t, 3, self.heads, -1).permute(2, 0, 3, 1, 4)

        def turn(u):
            a, c = u.chunk(2, -1)
            return torch.cat([a * cos - c * sin, a * sin + c * cos], -1)

        y = F.scaled_dot_product_attention(turn(q), turn(k), v, is_causal=True)
        x = x + self.o(y.transpose(1, 2).reshape(b, t, d))
        gate, up = self.up(self.n2(x)).chunk(2, -1)
        return x + self.down(F.silu(gate) * up)


class Decoder(nn.Module):
    def __init__(self, vocabulary, d, layers=2):
        super().__init__()
        heads = max(1, d // 16) if d > 8 else 1
        self.embed = nn.Embedding(vocabulary, d)
        nn.init.normal_(self.embed.weight, std=0.5 / d**0.5)
        self.blocks = nn.ModuleList(Block(d, heads) for _ in range(layers))
        self.norm = nn.RMSNorm(d)
        half = d // heads // 2
        angle = torch.arange(40)[:, None] * 10000.0 ** (-torch.arange(half) / half)
        self.register_buffer("cos", angle.cos())
        self.register_buffer("sin", angle.sin())

    def forward(self, ids):
        x = self.embed(ids)
        for block in self.blocks:
            x = block(x, self.cos[: ids.shape[1]], self.sin[: ids.shape[1]])
        return self.norm(x) @ self.embed.weight.T


def main(path, part, widths):
    lines = [json.loads(line) for line in open(path)]
    ids = {token: at for at, token in enumerate(lines[0]["vocabulary"])}
    words = re.compile(r"[a-z]+|\S")
    encode = lambda text: [ids["<bos>"]] + [ids[word] for piece in words.findall(text) for word in (piece,)]
    pad, eos = ids["<pad>"], ids["<eos>"]

    def matrix(rows):
        width = max(map(len, rows))
        return torch.tensor([row + [pad] * (width - len(row)) for row in rows])

    train, asked = [], []
    for line in lines[1:]:
        if "label" not in line:
            prompt = encode(line["prompt"])
            train.append(prompt + encode(line["answer"])[1:] + [eos])
            asked.append([part] * (len(prompt) - 1) + [1.0] * (len(train[-1]) - len(prompt)))
    tests = [line for line in lines[1:] if "label" in line]
    print(f"{len(train):,} sentences, {sum(map(len, train)) / len(train):.1f} tokens each, longest {max(map(len, train))}")
    for d in widths:
        torch.manual_seed(0)
        model = Decoder(len(ids), d)
        size = sum(p.numel() for p in model.parameters())
        batch = 128
        steps = len(train) // batch
        rate = 3e-3 if d < 100 else 1e-3
        adam = torch.optim.AdamW(model.parameters(), lr=rate, betas=(0.9, 0.98), weight_decay=0.01)
        plan = torch.optim.lr_scheduler.LambdaLR(adam, lambda s: min(1, s / 100) * (1 - 0.95 * s / steps))
        start = time.time()
        for step in range(steps):
            rows = matrix(train[step * batch : (step + 1) * batch])
            weights = matrix(asked[step * batch : (step + 1) * batch])
            losses = F.cross_entropy(model(rows[:, :-1]).flatten(0, 1), rows[:, 1:].flatten(), reduction="none")
            loss = (losses * weights.flatten()).sum() / weights.sum()
            adam.zero_grad()
            loss.backward()
            adam.step()
            plan.step()
        print(f"\nd {d}: {size:,} parameters, {time.time() - start:.0f} s, loss {loss.item():.3f}")
        right = {}
        with torch.no_grad():
            for row in tests:
                logits = model(torch.tensor([encode(row["text"])]))[0, -1]
                low, high = (logits[ids[option]] if option in ids else None for option in row["options"])
                guess = int(high > (low if low is not None else logits.logsumexp(0) - 0.6931))  # else above one half
                right.setdefault(row["skill"], {}).setdefault(row["difficulty"], []).append(guess == row["label"])
        for skill, levels in right.items():
            every = [hit for hits in levels.values() for hit in hits]
            by = "  ".join(f"{level}: {sum(hits) / len(hits):.2f}" for level, hits in sorted(levels.items()))
            print(f"  {skill:12} {sum(every) / len(every):.3f}   {by}", flush=True)


main(sys.argv[1], float(sys.argv[2]), [int(width) for width in sys.argv[3:]])
