"""LoRA on the tiny families: loss and gradients of A and B, by peft and PyTorch's autograd.

    python tiny_lora.py FIXTURES      (peft 0.21.2, transformers 5.23.0, torch 2.13.0 on CPU, safetensors 0.8.0)

Reads FIXTURES/families/NAME/{config.json, model.safetensors, reference.safetensors}, adapts every linear layer of the blocks with
rank 2 and alpha 6 and random A and B, and writes FIXTURES/families/NAME/lora.safetensors:
    NAME.lora_A.weight, NAME.lora_B.weight   float32   by the layer's own name
    grad:NAME...                             float32   of the loss of tiny_families.py
    loss                                     float32 []
"""

import pathlib
import sys

import torch
from peft import LoraConfig, get_peft_model
from safetensors.torch import load_file, save_file
from transformers import AutoConfig, AutoModel, AutoModelForCausalLM

TARGETS = {
    "bert": ["query", "key", "value", "dense"],
    "gpt2": ["c_attn", "c_proj", "c_fc"],
    "gpt-neox": ["query_key_value", "dense", "dense_h_to_4h", "dense_4h_to_h"],
    "distilbert": ["q_lin", "k_lin", "v_lin", "out_lin", "lin1", "lin2"],
    "modernbert": ["Wqkv", "Wo", "Wi"],
    "opt-projected": ["q_proj", "k_proj", "v_proj", "out_proj", "fc1", "fc2"],
    "gemma3": ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"],
    "phi3": ["qkv_proj", "o_proj", "gate_up_proj", "down_proj"],
    "llama": ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"],
}


def main(fixtures):
    for name, targets in TARGETS.items():
        folder = pathlib.Path(fixtures) / "families" / name
        arrays = load_file(folder / "reference.safetensors")
        model = base_model(folder, name)
        base = model.base_model_prefix
        adapted = get_peft_model(
            model, LoraConfig(r=2, lora_alpha=6, target_modules=targets, fan_in_fan_out=name == "gpt2")
        ).eval()
        generator = torch.Generator().manual_seed(5)
        parameters = {key: value for key, value in adapted.named_parameters() if "lora_" in key}
        with torch.no_grad():
            for value in parameters.values():
                value.copy_(torch.randn(value.shape, generator=generator) * 0.3)
        loss = loss_of(adapted, arrays)
        loss.backward()
        saved = {"loss": loss.detach()}
        for key, value in parameters.items():
            own = key.removeprefix("base_model.model.").removeprefix(base + ".").replace(".default", "")
            saved[own] = value.detach().contiguous()
            saved["grad:" + own] = value.grad.contiguous()
        save_file(saved, folder / "lora.safetensors")
        print(name, float(loss), len(parameters))


def base_model(folder, name):
    config = AutoConfig.from_pretrained(folder, attn_implementation="eager")
    if name not in ("bert", "distilbert", "modernbert"):
        return AutoModelForCausalLM.from_pretrained(folder, config=config, dtype=torch.float32)
    pooler = {"add_pooling_layer": False} if name == "bert" else {}
    return AutoModel.from_pretrained(folder, config=config, dtype=torch.float32, **pooler)


def loss_of(model, arrays):
    ids, lengths = arrays["ids"].long(), arrays["lengths"]
    mask = torch.arange(ids.shape[1])[None, :] < lengths[:, None]
    output = model(input_ids=ids, attention_mask=mask.long())
    if "loss_weights" in arrays:
        pooled = (output.last_hidden_state * mask[:, :, None]).sum(1) / lengths[:, None]
        return (pooled * arrays["loss_weights"]).sum()
    log_probabilities = torch.log_softmax(output.logits[:, :-1], -1)
    picked = log_probabilities.gather(2, ids[:, 1:, None])[:, :, 0]
    known = mask[:, 1:]
    return -(picked * known).sum() / known.sum()


if __name__ == "__main__":
    main(*sys.argv[1:])
