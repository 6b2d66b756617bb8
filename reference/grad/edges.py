"""Values and gradients of ops at ties, zeros and infinities, where finite differences mean nothing, by PyTorch in float64.

Run: python reference/grad/edges.py > packages/grad/src/ops/fixtures/edges.json   (torch 2.13.0)
"""
import json
import math
import torch
import torch.nn.functional as F

INF, NAN = math.inf, math.nan
samples = {}


def pack(t):
    """Numbers that JSON has not are strings."""
    values = [v if not isinstance(v, float) or math.isfinite(v) else str(v) for v in t.reshape(-1).tolist()]
    return {"dtype": str(t.dtype).removeprefix("torch."), "shape": list(t.shape), "data": values}


def sample(name, inputs, compute):
    """The gradients are those of the output's sum."""
    tensors = [torch.tensor(x, dtype=torch.bool if isinstance(x[0], bool) else torch.float64) for x in inputs]
    for t in tensors:
        if t.is_floating_point():
            t.requires_grad_()
    y = compute(*tensors)
    floats = [t for t in tensors if t.requires_grad]
    gradients = torch.autograd.grad(y.sum(), floats, allow_unused=True)
    gradients = [torch.zeros_like(t) if g is None else g for t, g in zip(floats, gradients)]
    samples[name] = {"inputs": [pack(t.detach()) for t in tensors], "output": pack(y.detach()), "gradients": [pack(g) for g in gradients]}


sample("max of ties", [[[1.0, 3.0, 3.0], [2.0, 2.0, 2.0]]], lambda x: x.amax(1))
sample("min of ties", [[[1.0, 1.0, 3.0], [-2.0, 5.0, -2.0]]], lambda x: x.amin(1))
sample("sqrt of zero", [[0.0, 4.0]], torch.sqrt)
sample("abs, relu of zero", [[0.0, -0.0, -1.0]], lambda x: x.abs() + F.relu(x))
sample("pow of zero", [[0.0, 0.0, 0.0, 0.0, 2.0, 2.0], [0.0, 2.0, 1.0, 3.5, 0.0, 3.0]], torch.pow)
sample("pow of zero and less, exponent below 1", [[0.0, -2.0, 0.0], [0.5, 0.0, -1.0]], lambda x, p: x ** p)
sample("square by pow", [[0.0, -3.0]], lambda x: x ** 2)
sample("power 0 by pow", [[0.0, -3.0]], lambda x: x ** 0)
sample("where beside NaN", [[True, False, True], [1.0, NAN, 2.0], [NAN, 5.0, INF]], torch.where)
sample("attention of a masked row", [[[[0.3, -1.0], [2.0, 0.5]]], [[[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]], [[[1.0], [2.0], [4.0]]],
                                     [[[-1e30, -1e30, -1e30], [0.0, -1e30, 0.0]]]],
       lambda q, k, v, b: F.scaled_dot_product_attention(q, k, v, attn_mask=b, scale=0.5))
sample("softmax of -1e30", [[[-1e30, -1e30], [0.0, -1e30]]], lambda x: x.softmax(1) ** 2)
sample("logSoftmax of large", [[[1e4, 0.0], [-1e4, -1e4]]], lambda x: x.log_softmax(1))
sample("logSumExp of infinities", [[[-INF, 1.0], [1e4, 1e4]]], lambda x: x.logsumexp(1))
sample("softplus, logSigmoid of large", [[-800.0, 800.0, 0.0]], lambda x: F.softplus(x) + F.logsigmoid(x))
sample("clamp at its ends", [[-1.0, 1.0, 0.0, 2.0]], lambda x: x.clamp(-1, 1) * 3)

print(json.dumps(samples))
