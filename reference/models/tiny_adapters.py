"""LoRA adapters as peft saves them, on the tiny families, and what the adapted models compute.

    python tiny_adapters.py FIXTURES      (after tiny_families.py; peft 0.21.2, transformers 5.23.0,
                                          torch 2.13.0 on CPU, safetensors 0.8.0)

Writes FIXTURES/adapters/NAME/ with adapter_config.json and adapter_model.safetensors, as
`save_pretrained` does, of the base that "base_model_name_or_path" names as tiny/FAMILY, and
reference.safetensors:
    states   float32 [rows, length, d]      the last layer's activations, zero where a row is
                                            padding
    logits   float32 [rows, length, vocab]  decoders with a head for the next token
of the batch in FIXTURES/families/FAMILY/reference.safetensors, by the adapters beside the weights;
the script refuses to write where merge_and_unload() gives others.
"""

import pathlib
import sys

import torch
from peft import LoraConfig, get_peft_model
from safetensors.torch import load_file, save_file
from transformers import (
    AutoConfig,
    AutoModel,
    AutoModelForCausalLM,
    AutoModelForSequenceClassification,
)

CAUSAL, FEATURES, CLASSES = AutoModelForCausalLM, AutoModel, AutoModelForSequenceClassification

ADAPTERS = {
    # Scale alpha / sqrt(r), ranks and alphas by pattern, and a head that was trained whole.
    "llama": (
        "llama",
        CAUSAL,
        dict(
            r=3,
            lora_alpha=6,
            use_rslora=True,
            target_modules=["q_proj", "v_proj", "up_proj"],
            modules_to_save=["lm_head"],
            rank_pattern={"layers.1.self_attn.q_proj": 2},
            alpha_pattern={".*v_proj": 12},
            task_type="CAUSAL_LM",
        ),
    ),
    # Weights as [in, out], and all biases, wrapped layers' and norms'.
    "gpt2": (
        "gpt2",
        CAUSAL,
        dict(r=2, lora_alpha=6, target_modules=["c_attn", "c_fc"], bias="all", fan_in_fan_out=True),
    ),
    # The biases of the adapted layers alone.
    "qwen2": (
        "qwen2",
        CAUSAL,
        dict(r=2, lora_alpha=3, target_modules="all-linear", bias="lora_only"),
    ),
    # Embeddings and output matrix, which are two.
    "gpt2-untied": (
        "gpt2-untied",
        CAUSAL,
        dict(r=2, lora_alpha=5, target_modules=["wte", "c_proj", "lm_head"]),
    ),
    # No prefix; an adapter on the pooler, which is no part of the models here.
    "bert": (
        "bert",
        FEATURES,
        dict(r=2, lora_alpha=4, target_modules=["query", "dense", "word_embeddings"]),
    ),
    # A classifier: its score is trained whole.
    "phi3-classifier": (
        "phi3",
        CLASSES,
        dict(r=2, lora_alpha=4, target_modules=["qkv_proj"], task_type="SEQ_CLS"),
    ),
}


def main(fixtures):
    fixtures = pathlib.Path(fixtures)
    for name, (family, kind, options) in ADAPTERS.items():
        base = fixtures / "families" / family
        arrays = load_file(base / "reference.safetensors")
        config = AutoConfig.from_pretrained(base, attn_implementation="eager")
        model = kind.from_pretrained(base, config=config, dtype=torch.float32)
        torch.manual_seed(3)
        adapted = get_peft_model(model, LoraConfig(init_lora_weights=False, **options)).eval()
        generator = torch.Generator().manual_seed(5)
        with torch.no_grad():
            for parameter in adapted.parameters():
                if parameter.requires_grad:
                    parameter.add_(torch.randn(parameter.shape, generator=generator) * 0.2)
        config = adapted.peft_config["default"]
        config.base_model_name_or_path = f"tiny/{family}"
        folder = fixtures / "adapters" / name
        adapted.save_pretrained(folder, save_embedding_layers=False)
        (folder / "README.md").unlink(missing_ok=True)
        saved = outputs(adapted, arrays)
        merged = outputs(adapted.merge_and_unload(), arrays)
        for key, value in saved.items():
            assert (value - merged[key]).abs().max() < 2e-5, (name, key)
        save_file(saved, folder / "reference.safetensors")
        print(
            name,
            len(load_file(folder / "adapter_model.safetensors")),
            {key: tuple(value.shape) for key, value in saved.items()},
        )


def outputs(model, arrays):
    ids, lengths = arrays["ids"].long(), arrays["lengths"]
    mask = torch.arange(ids.shape[1])[None, :] < lengths[:, None]
    with torch.no_grad():
        output = model(input_ids=ids, attention_mask=mask.long(), output_hidden_states=True)
    found = {"states": output.hidden_states[-1]}
    if "logits" in output and output.logits.dim() == 3:
        found["logits"] = output.logits
    return {key: (value * mask[:, :, None]).contiguous() for key, value in found.items()}


main(*sys.argv[1:])
