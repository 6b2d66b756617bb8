"""Finetuning small Llama-style students: the loop that a user of PyTorch writes, one student after another; and, as an expert would write it,
all of them at once with weights stacked along a leading axis."""

import time

import numpy
import torch
from safetensors.torch import load_file
from serve import serve
from torch import nn
from torch.nn import functional as F


def angles(config, seq):
    size = config["hidden_size"] // config["num_attention_heads"]
    speeds = 1 / config["rope_theta"] ** (torch.arange(0, size, 2) / size)
    turns = torch.outer(torch.arange(seq), speeds).repeat(1, 2)
    return turns.cos(), turns.sin()


def rotate(x, cos, sin):
    a, b = x.chunk(2, -1)
    return x * cos + torch.cat((-b, a), -1) * sin


class Block(nn.Module):
    def __init__(self, config):
        super().__init__()
        d, wide = config["hidden_size"], config["intermediate_size"]
        linear = lambda n, m: nn.Linear(n, m, bias=False)
        self.heads = config["num_attention_heads"]
        self.input_layernorm = nn.RMSNorm(d, config["rms_norm_eps"])
        self.post_attention_layernorm = nn.RMSNorm(d, config["rms_norm_eps"])
        self.self_attn = nn.ModuleDict({f"{name}_proj": linear(d, d) for name in "qkvo"})
        self.mlp = nn.ModuleDict({"gate_proj": linear(d, wide), "up_proj": linear(d, wide), "down_proj": linear(wide, d)})

    def forward(self, x, cos, sin):
        texts, seq, d = x.shape
        y = self.input_layernorm(x)
        q, k, v = (self.self_attn[f"{name}_proj"](y).view(texts, seq, self.heads, -1).transpose(1, 2) for name in "qkv")
        mixed = F.scaled_dot_product_attention(rotate(q, cos, sin), rotate(k, cos, sin), v, is_causal=True)
        x = x + self.self_attn["o_proj"](mixed.transpose(1, 2).reshape(texts, seq, d))
        y = self.post_attention_layernorm(x)
        return x + self.mlp["down_proj"](F.silu(self.mlp["gate_proj"](y)) * self.mlp["up_proj"](y))


class Student(nn.Module):
    def __init__(self, config, seq):
        super().__init__()
        self.embed_tokens = nn.Embedding(config["vocab_size"], config["hidden_size"])
        self.layers = nn.ModuleList(Block(config) for _ in range(config["num_hidden_layers"]))
        self.norm = nn.RMSNorm(config["hidden_size"], config["rms_norm_eps"])
        self.head = nn.Linear(config["hidden_size"], 2)
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)
        self.cos, self.sin = angles(config, seq)

    def forward(self, ids):
        x = self.embed_tokens(ids)
        for layer in self.layers:
            x = layer(x, self.cos, self.sin)
        return self.head(self.norm(x[:, -1]))


def stacked_forward(weights, config, ids, cos, sin):
    """ids [students, texts, seq] -> logits [students, texts, 2], with every weight [students, ...]."""
    students, texts, seq = ids.shape
    heads, eps = config["num_attention_heads"], config["rms_norm_eps"]
    linear = lambda name, x: torch.bmm(x, weights[f"{name}.weight"].transpose(1, 2))
    norm = lambda name, x: F.rms_norm(x, x.shape[-1:], eps=eps) * weights[f"{name}.weight"][:, None]
    split = lambda x: x.view(students * texts, seq, heads, -1).transpose(1, 2)
    number = torch.arange(students)[:, None]
    x = weights["embed_tokens.weight"][number, ids.reshape(students, -1)]
    for i in range(config["num_hidden_layers"]):
        at = f"layers.{i}"
        y = norm(f"{at}.input_layernorm", x)
        q, k, v = (split(linear(f"{at}.self_attn.{part}_proj", y)) for part in "qkv")
        mixed = F.scaled_dot_product_attention(rotate(q, cos, sin), rotate(k, cos, sin), v, is_causal=True)
        x = x + linear(f"{at}.self_attn.o_proj", mixed.transpose(1, 2).reshape(x.shape))
        y = norm(f"{at}.post_attention_layernorm", x)
        x = x + linear(f"{at}.mlp.down_proj", F.silu(linear(f"{at}.mlp.gate_proj", y)) * linear(f"{at}.mlp.up_proj", y))
    last = norm("norm", x.view(students, texts, seq, -1)[:, :, -1])
    return linear("head", last) + weights["head.bias"][:, None]


def make(config, students, batch, epochs, weights, ids, labels, orders, rates):
    stored = load_file(weights)
    tokens = torch.from_numpy(numpy.fromfile(ids, numpy.int32)).long()
    targets = torch.from_numpy(numpy.fromfile(labels, numpy.float32)).view(students, -1, 2)
    examples = targets.shape[1]
    tokens = tokens.view(examples, -1)
    order = torch.from_numpy(numpy.fromfile(orders, numpy.int32)).long().view(students, epochs, examples)
    steps = [(epoch, first) for epoch in range(epochs) for first in range(0, examples, batch)]
    last = len(steps) - len(steps) // epochs

    def own(s):
        start = f"{s} "
        return {name[len(start) :]: value.clone() for name, value in stored.items() if name.startswith(start)}

    def one_student(s, most):
        net = Student(config, tokens.shape[1])
        net.load_state_dict(own(s), strict=False)
        optimizer = torch.optim.AdamW(net.parameters(), lr=1, weight_decay=0, fused=True)
        losses = []
        for (epoch, first), rate in zip(steps[:most], rates):
            rows = order[s, epoch, first : first + batch]
            optimizer.param_groups[0]["lr"] = rate
            optimizer.zero_grad()
            loss = F.cross_entropy(net(tokens[rows]), targets[s, rows])
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            losses.append(loss.detach())
        return torch.stack(losses[last:] or losses).mean().item()

    def all_students(most):
        d = config["hidden_size"]
        each = [own(s) for s in range(students)]
        params = {name: torch.stack([one[name] for one in each]).requires_grad_() for name in each[0]}
        params["head.weight"] = torch.zeros(students, 2, d, requires_grad=True)
        params["head.bias"] = torch.zeros(students, 2, requires_grad=True)
        cos, sin = angles(config, tokens.shape[1])
        optimizer = torch.optim.AdamW(params.values(), lr=1, weight_decay=0, fused=True)
        number = torch.arange(students)[:, None]
        losses = []
        for (epoch, first), rate in zip(steps[:most], rates):
            rows = order[:, epoch, first : first + batch]
            optimizer.param_groups[0]["lr"] = rate
            optimizer.zero_grad()
            logits = stacked_forward(params, config, tokens[rows], cos, sin)
            loss = F.cross_entropy(logits.flatten(0, 1), targets[number, rows].flatten(0, 1), reduction="none")
            loss = loss.view(students, -1).mean(1)
            loss.sum().backward()
            grads = [p.grad.view(students, -1) for p in params.values()]
            norm = torch.stack([g.square().sum(1) for g in grads]).sum(0).sqrt()
            clip = (1 / (norm + 1e-6)).clamp(max=1)[:, None]
            for g in grads:
                g.mul_(clip)
            optimizer.step()
            losses.append(loss.detach())
        return torch.stack(losses[last:] or losses).mean(0).tolist()

    def work(kind, threads, only=None, most=None):
        """`only` so many students (of the loop), `most` so many steps."""
        torch.set_num_threads(threads)
        start = time.perf_counter()
        if kind == "stacked":
            losses = all_students(most)
        else:
            losses = [one_student(s, most) for s in range(students)[:only]]
        return {"seconds": time.perf_counter() - start, "losses": losses}

    return work


serve(make, ["torch"])
