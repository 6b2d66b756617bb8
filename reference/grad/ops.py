"""Inputs and values of every op sample in packages/grad/src/ops/ops.samples.ts, computed by PyTorch in float64.

Run: python reference/grad/ops.py > packages/grad/src/ops/fixtures/ops.json   (torch 2.13.0)
"""
import json
import torch
import torch.nn.functional as F

torch.manual_seed(0)
DTYPES = {torch.float64: "float64", torch.int64: "int64", torch.bool: "bool"}
samples = {}


def pack(t):
    return {"dtype": DTYPES[t.dtype], "shape": list(t.shape), "data": t.reshape(-1).tolist()}


def sample(name, inputs, compute):
    out = compute(*inputs)
    outs = out if isinstance(out, (tuple, list)) else [out]
    samples[name] = {"inputs": [pack(t) for t in inputs], "outputs": [pack(t.contiguous()) for t in outs]}


def r(*shape):
    return torch.randn(*shape, dtype=torch.float64)


def positive(*shape):
    return torch.rand(*shape, dtype=torch.float64) + 0.5


def ints(*values):
    return torch.tensor(values, dtype=torch.int64)


for name, fn in [("add", torch.add), ("sub", torch.sub), ("mul", torch.mul), ("maximum", torch.maximum), ("minimum", torch.minimum)]:
    sample(f"{name}/same shape", [r(2, 3), r(2, 3)], fn)
    sample(f"{name}/broadcast", [r(2, 1, 3), r(4, 1)], fn)
sample("div/broadcast", [r(2, 3), positive(3)], torch.div)
sample("pow/tensors", [positive(2, 3), r(3)], torch.pow)
for name, fn in [("neg", torch.neg), ("exp", torch.exp), ("abs", torch.abs), ("sin", torch.sin), ("cos", torch.cos), ("tanh", torch.tanh),
                 ("sigmoid", torch.sigmoid), ("softplus", F.softplus), ("relu", torch.relu), ("erf", torch.erf), ("gelu", F.gelu),
                 ("sign", torch.sign), ("floor", torch.floor), ("stopGradient", lambda x: x.clone())]:
    sample(f"{name}/matrix", [r(3, 4)], fn)
sample("log/matrix", [positive(3, 4)], torch.log)
sample("sqrt/matrix", [positive(3, 4)], torch.sqrt)
sample("cast/to int64", [r(5) * 3], lambda x: x.to(torch.int64))
for name, fn in [("equal", torch.eq), ("less", torch.lt), ("lessEqual", torch.le), ("greater", torch.gt), ("greaterEqual", torch.ge)]:
    sample(f"{name}/ints", [ints(1, 2, 3), ints(3, 2, 1)], fn)
a, b = torch.tensor([True, True, False, False]), torch.tensor([True, False, True, False])
sample("and/table", [a, b], torch.logical_and)
sample("or/table", [a, b], torch.logical_or)
sample("not/table", [a], torch.logical_not)
sample("where/broadcast", [torch.tensor([True, False, True]), r(2, 3), r(2, 1)], torch.where)
sample("matmul/matrices", [r(2, 3), r(3, 4)], torch.matmul)
sample("matmul/a transposed", [r(3, 2), r(3, 4)], lambda x, y: x.T @ y)
sample("matmul/b transposed", [r(2, 3), r(4, 3)], lambda x, y: x @ y.T)
sample("matmul/both transposed", [r(3, 2), r(4, 3)], lambda x, y: x.T @ y.T)
sample("matmul/batch by matrix", [r(2, 5, 3), r(3, 4)], torch.matmul)
sample("matmul/batch by matrix transposed", [r(2, 5, 3), r(4, 3)], lambda x, y: x @ y.T)
sample("matmul/batch by batch", [r(2, 2, 5, 3), r(2, 1, 3, 4)], torch.matmul)
sample("matmul/batches both transposed", [r(2, 3, 5), r(2, 4, 3)], lambda x, y: x.transpose(1, 2) @ y.transpose(1, 2))
sample("reshape/fold", [r(2, 3, 4)], lambda x: x.reshape(6, 4))
sample("transpose/cycle", [r(2, 3, 4)], lambda x: x.permute(2, 0, 1))
sample("broadcastTo/rows", [r(1, 3)], lambda x: x.expand(4, 3))
sample("concat/middle axis", [r(2, 1, 3), r(2, 2, 3)], lambda x, y: torch.cat([x, y], 1))
sample("slice/middle", [r(3, 5)], lambda x: x[:, 1:4])
sample("pad/one axis", [r(2, 3)], lambda x: F.pad(x, (1, 2)))
sample("split/second part", [r(3, 4)], lambda x: x[:, 1:])
sample("split/both parts", [r(4, 3)], lambda x: x[:2] * x[2:])
sample("sum/all", [r(2, 3)], lambda x: x.sum())
sample("sum/two axes kept", [r(2, 3, 4)], lambda x: x.sum((0, 2), keepdim=True))
sample("sum/one axis", [r(2, 3, 4)], lambda x: x.sum(1))
sample("max/one axis", [r(3, 4)], lambda x: x.amax(1))
sample("min/one axis", [r(3, 4)], lambda x: x.amin(0))
sample("argMax/last axis", [r(3, 4)], lambda x: x.argmax(1))
sample("argMin/first axis", [r(3, 4)], lambda x: x.argmin(0))
sample("cumSum/forward", [r(3, 4)], lambda x: x.cumsum(1))
sample("cumSum/reverse", [r(3, 4)], lambda x: x.flip(0).cumsum(0).flip(0))
sample("gather/rows", [r(4, 3), ints(2, 0, 2)], lambda x, i: x[i])
sample("gather/table of rows", [r(4, 3), torch.tensor([[1, 1], [3, 0]])], lambda x, i: x[i])
sample("gather/columns", [r(2, 4, 3), ints(3, 1, 3)], lambda x, i: x[:, i])
sample("scatterAdd/repeated rows", [r(4, 3), ints(2, 0, 2), r(3, 3)], lambda x, i, u: x.index_add(0, i, u))
sample("gatherElements/first axis", [r(4, 2), torch.tensor([[3, 0], [3, 1], [0, 0]])], lambda x, i: torch.gather(x, 0, i))
sample("scatterElementsAdd/first axis", [r(4, 2), torch.tensor([[3, 0], [3, 1]]), r(2, 2)], lambda x, i, u: x.scatter_add(0, i, u))
sample("oneHot/classes", [ints(2, 0, 1)], lambda i: F.one_hot(i, 4).double())
sample("softmax/last axis", [r(3, 4)], lambda x: x.softmax(-1))
sample("softmax/first axis", [r(3, 4)], lambda x: x.softmax(0))
sample("logSoftmax/last axis", [r(3, 4)], lambda x: x.log_softmax(-1))
sample("layerNorm/rows", [r(3, 5), r(5), r(5)], lambda x, s, t: F.layer_norm(x, (5,), s, t, 1e-5))
sample("rmsNorm/rows", [r(3, 5), r(5)], lambda x, s: x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6) * s)
sample("topK/largest", [r(3, 6)], lambda x: torch.topk(x, 2, -1).values)
sample("topK/smallest first axis", [r(6, 2)], lambda x: torch.topk(x, 3, 0, largest=False).values)
sample("logisticLoss/broadcast", [r(3, 4) * 4, torch.rand(3, 1, dtype=torch.float64)],
       lambda z, p: F.binary_cross_entropy_with_logits(z, p.expand(3, 4), reduction="none"))
# Composite functions, by the name they are exported under.
sample("mean/symbolic axis", [r(5, 3)], lambda x: x.mean(0))
sample("logSumExp/last axis", [r(3, 4)], lambda x: x.logsumexp(-1))
sample("quantile/median of columns", [r(6, 2)], lambda x: x.quantile(0.5, 0, keepdim=True))
sample("quantile/per column", [r(7, 2), torch.tensor([[0.3, 0.9]], dtype=torch.float64)],
       lambda x, q: torch.stack([x[:, 0].quantile(q[0, 0]), x[:, 1].quantile(q[0, 1])])[None])
sample("silu/matrix", [r(3, 4)], F.silu)
sample("logSigmoid/matrix", [r(3, 4) * 5], F.logsigmoid)
sample("logSoftmaxAt/rows", [r(4, 5) * 3, ints(0, 4, 2, 2)], lambda x, i: -F.cross_entropy(x, i, reduction="none"))
sample("gatherND/pairs", [r(3, 4, 2), torch.tensor([[[0, 3], [2, 1]], [[1, 0], [0, 3]]])], lambda x, v: x[v[..., 0], v[..., 1]])
sample("scatterAddND/repeated pairs", [r(2, 3, 2), torch.tensor([[0, 2], [1, 0], [0, 2]]), r(3, 2)],
       lambda x, v, u: x.index_put((v[:, 0], v[:, 1]), u, accumulate=True))
# Rows 0 to 5 stand in slots 3, 0, 4, 1, 5, 2: slots 0 to 2 are the first part's, 3 to 5 the second's.
origins, first, second = ints(3, 0, 4, 1, 5, 2), ints(1, 3, 5), ints(0, 2, 4)
sample("spreadRows/two parts", [r(6, 2), origins, first, second], lambda x, o, p, q: x[p] * x[q])
sample("collectRows/two parts", [r(3, 2), r(3, 2), origins, first, second], lambda a, b, o, p, q: torch.cat([a, b])[o])
# Five rows in parts of [2, 2] and [1, 3] slots: 0, 1, 3 and 4, 5 are rows 2, 0, 4 and 1, 3; slots 2 and 6 are filled with row 0.
sample("collectRows/of rows spread with places to fill",
       [r(5, 2), ints(1, 4, 0, 5, 3), torch.tensor([[2, 0], [0, 4]]), torch.tensor([[1, 3, 0]])], lambda x, o, p, q: x * x)


def turned(x, c, s):
    """Two heads; as transformers' apply_rotary_pos_emb on the first 2 * half dimensions of each."""
    half = c.shape[1]
    heads = x.unflatten(-1, (2, -1))
    a, b, rest = heads[..., :half], heads[..., half:2 * half], heads[..., 2 * half:]
    c, s = c[:, None], s[:, None]
    return torch.cat([a * c - b * s, b * c + a * s, rest], -1).flatten(-2)


sample("rotary/whole heads", [r(2, 3, 8), r(3, 2), r(3, 2)], turned)
sample("rotary/part of each head", [r(2, 3, 12), r(3, 2), r(3, 2)], turned)
sample("matmul/scaled", [r(2, 3), r(4, 3)], lambda x, y: 0.3 * x @ y.T)
sample("matmul/batches scaled", [r(2, 5, 3), r(2, 3, 4)], lambda x, y: -2 * x @ y)
sample("matmul/rows scaled after", [r(3, 2), r(2, 5), r(3, 1)], lambda x, y, c: (x @ y) * c)
sample("attention/one head each", [r(2, 3, 5, 4), r(2, 3, 6, 4), r(2, 3, 6, 2)],
       lambda q, k, v: F.scaled_dot_product_attention(q, k, v, scale=0.7))
sample("attention/grouped queries, a bias", [r(2, 4, 3, 2), r(2, 2, 5, 2), r(2, 2, 5, 2), r(2, 1, 3, 5)],
       lambda q, k, v, b: F.scaled_dot_product_attention(q, k, v, attn_mask=b.expand(2, 4, 3, 5), scale=0.5, enable_gqa=True))
sample("kthLargest/of columns", [r(6, 3), ints(4)[0]], lambda x, k: torch.kthvalue(x, 6 - k + 1, 0, keepdim=True).values)
sample("kthLargest/its own k a row", [r(2, 5), ints(2, 5)[:, None]], lambda x, k: x.sort(1, descending=True).values.gather(1, k - 1))

print(json.dumps(samples))
