"""Pretraining a Llama-like decoder on batches of equal length: the loop that a careful user of PyTorch writes.

Fused q, k, v and gate, up products, scaled_dot_product_attention, fused Adam, gradients clipped, no padding. Logits are
computed only where an answer is predicted.
"""

import time

import numpy
import torch
import torch.nn.functional as F
from serve import serve
from torch import nn


class Block(nn.Module):
    def __init__(self, d, heads, feed_forward):
        super().__init__()
        self.heads = heads
        self.before, self.between = nn.RMSNorm(d, eps=1e-5), nn.RMSNorm(d, eps=1e-5)
        self.qkv, self.output = nn.Linear(d, 3 * d, bias=False), nn.Linear(d, d, bias=False)
        self.up, self.down = nn.Linear(d, 2 * feed_forward, bias=False), nn.Linear(feed_forward, d, bias=False)

    def forward(self, x, cosines, sines):
        batch, length, d = x.shape
        q, k, v = self.qkv(self.before(x)).view(batch, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)

        def turned(y):
            a, b = y.chunk(2, -1)
            return torch.cat([a * cosines - b * sines, a * sines + b * cosines], -1)

        mixed = F.scaled_dot_product_attention(turned(q), turned(k), v, is_causal=True)
        x = x + self.output(mixed.transpose(1, 2).reshape(batch, length, d))
        gate, up = self.up(self.between(x)).chunk(2, -1)
        return x + self.down(F.silu(gate) * up)


class Decoder(nn.Module):
    def __init__(self, words, width, layers, heads, feed_forward):
        super().__init__()
        self.embedding = nn.Embedding(words, width)
        nn.init.normal_(self.embedding.weight, std=0.5 / width**0.5)
        self.blocks = nn.ModuleList(Block(width, heads, feed_forward) for _ in range(layers))
        self.norm = nn.RMSNorm(width, eps=1e-5)
        half = width // heads // 2
        angle = torch.arange(64)[:, None] * 10000.0 ** (-torch.arange(half) / half)
        self.register_buffer("cosines", angle.cos())
        self.register_buffer("sines", angle.sin())

    def forward(self, ids, predicted):
        x = self.embedding(ids)
        length = ids.shape[1]
        for block in self.blocks:
            x = block(x, self.cosines[:length], self.sines[:length])
        return self.norm(x[:, -predicted:]) @ self.embedding.weight.T


def make(words, sizes, steps, tokens, answers):
    """`steps`: [sentences, length, answer] each; `tokens` and `answers`: files of int32, end to end."""
    torch.set_num_interop_threads(1)
    tokens = torch.from_numpy(numpy.fromfile(tokens, numpy.int32)).long()
    answers = torch.from_numpy(numpy.fromfile(answers, numpy.int32)).long()
    batches, token, answer = [], 0, 0
    for count, length, predicted in steps:
        ids = tokens[token : token + count * length].view(count, length)
        targets = answers[answer : answer + count * predicted]
        batches.append((ids, targets, predicted))
        token, answer = token + count * length, answer + count * predicted

    models = {}

    def trained(size):
        if size not in models:
            torch.manual_seed(0)
            model = Decoder(words, **sizes[size])
            models[size] = model, torch.optim.Adam(model.parameters(), lr=1e-3, betas=(0.9, 0.98), fused=True)
        return models[size]

    def work(size, threads, seconds):
        """Trains for at least `seconds`, batch after batch."""
        torch.set_num_threads(threads)
        model, optimizer = trained(size)
        done, step, start = 0, 0, time.perf_counter()
        while time.perf_counter() - start < seconds:
            ids, targets, predicted = batches[step % len(batches)]
            loss = F.cross_entropy(model(ids, predicted).flatten(0, 1), targets)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            done, step = done + len(ids), step + 1
        return {"seconds": time.perf_counter() - start, "sentences": done, "steps": step, "loss": loss.item()}

    return work


if __name__ == "__main__":
    serve(make, ["torch"])
