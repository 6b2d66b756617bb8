"""Loads with transformers what saveModel wrote, and compares activations and logits with the references.

    npm run build && node reference/models/save_models.mjs FIXTURES OUT [MODELS]
    python check_saved.py FIXTURES OUT      (transformers 5.23.0, torch 2.13.0 on CPU)

Fails where transformers misses a parameter, finds one that it does not know, or computes something else.
"""

import json
import pathlib
import sys

import torch
from safetensors.torch import load_file
from transformers import AutoConfig, AutoModel, AutoModelForCausalLM, AutoTokenizer

# transformers' own BERT and RoBERTa have a pooler that w2s does not run.
ROBERTAS = {"roberta", "xlm-roberta", "camembert"}
ENCODERS = {"bert", "distilbert", "electra", "modernbert"} | ROBERTAS
IGNORED = {"pooler.dense.weight", "pooler.dense.bias"}


def main(fixtures, out):
    fixtures = pathlib.Path(fixtures)
    for folder in sorted(pathlib.Path(out).iterdir()):
        model = load(folder)
        family = fixtures / "families" / folder.name / "reference.safetensors"
        if family.exists():
            error = family_error(model, load_file(family))
        else:
            error = real_error(model, folder, fixtures / f"shared-{folder.name}.safetensors")
        print(f"{folder.name:30} {type(model).__name__:20} largest error {error:.1e}")
        assert error < 1e-4, folder.name


def load(folder):
    is_encoder = AutoConfig.from_pretrained(folder).model_type in ENCODERS
    loader = AutoModel if is_encoder else AutoModelForCausalLM
    model, info = loader.from_pretrained(folder, attn_implementation="eager", output_loading_info=True)
    faults = {kind: set(names) - IGNORED for kind, names in info.items() if kind.endswith("keys")}
    assert not any(faults.values()), f"{folder.name}: {faults}"
    assert model.dtype == torch.float32
    return model.eval()


def family_error(model, reference):
    ids, lengths = reference["ids"].long(), reference["lengths"]
    mask = torch.arange(ids.shape[1])[None, :] < lengths[:, None]
    if model.config.model_type in ROBERTAS:
        ids = torch.where(mask, ids, model.config.pad_token_id)
    projection = getattr(getattr(model.base_model, "decoder", None), "project_out", None)
    states = []
    if projection is not None:  # The last layer is what the head's projection is given.
        projection.register_forward_pre_hook(lambda _, inputs: states.append(inputs[0]))
    with torch.no_grad():
        output = model(input_ids=ids, attention_mask=mask.long(), output_hidden_states=True)
    layers = output.hidden_states if projection is None else [*output.hidden_states[:-1], *states]
    hidden = torch.stack(list(layers)) * mask[None, :, :, None]
    errors = [(hidden - reference["hidden"]).abs().max().item()]
    if "logits" in output:
        errors.append((output.logits * mask[:, :, None] - reference["logits"]).abs().max().item())
    return max(errors)


def real_error(model, folder, path):
    """Relative to the largest activation of each layer, over the texts' means."""
    from safetensors import safe_open

    with safe_open(path, "pt") as file:
        texts, stride = json.loads(file.metadata()["texts"]), int(file.metadata()["stride"])
        expected, scale = file.get_tensor("mean"), file.get_tensor("scale")[:, 0]
    tokenizer = AutoTokenizer.from_pretrained(folder)
    worst = 0.0
    for i, text in enumerate(texts):
        ids = tokenizer(text, return_tensors="pt")["input_ids"]
        with torch.no_grad():
            states = torch.stack(model(input_ids=ids, output_hidden_states=True).hidden_states)[:, 0].mean(1)
        errors = (states[:, ::stride] - expected[:, i]).abs().amax(1) / scale
        worst = max(worst, errors.max().item())
    return worst


main(*sys.argv[1:])
