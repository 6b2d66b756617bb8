"""GGUF files of Llama's descendants, for packages/models/src/formats/gguf.test.ts.

    python tiny_gguf.py FIXTURES      (after tiny_families.py; transformers 5.23.0, gguf 0.19.0)

Writes FIXTURES/families/NAME/model.gguf, the weights of model.safetensors as llama.cpp's converter lays them out. The script
refuses to write what transformers does not read back as those weights.
"""

import json
import math
import pathlib
import sys

import gguf
import numpy as np
import torch
from safetensors.torch import load_file
from transformers import AutoConfig, AutoModelForCausalLM

ARCHITECTURES = {
    "qwen2": gguf.MODEL_ARCH.QWEN2, "qwen3": gguf.MODEL_ARCH.QWEN3, "mistral": gguf.MODEL_ARCH.LLAMA,
    "phi3-longrope": gguf.MODEL_ARCH.PHI3,
}

LLAMA_KEYS = [
    "vocab_size", "hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads", "num_key_value_heads",
    "rms_norm_eps", "max_position_embeddings", "tie_word_embeddings",
]


def main(fixtures):
    for name, architecture in ARCHITECTURES.items():
        folder = pathlib.Path(fixtures) / "families" / name
        config = json.loads((folder / "config.json").read_text())
        weights = load_file(folder / "model.safetensors")
        write(folder / "model.gguf", architecture, config, weights)
        check(folder, weights)


def write(path, architecture, config, weights):
    writer = gguf.GGUFWriter(path, gguf.MODEL_ARCH_NAMES[architecture])
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_head_count_kv(config["num_key_value_heads"])
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    if "head_dim" in config:
        writer.add_key_length(config["head_dim"])
        writer.add_value_length(config["head_dim"])
    if architecture == gguf.MODEL_ARCH.PHI3:
        add_longrope(writer, config)
    writer.add_vocab_size(config["vocab_size"])
    writer.add_token_list(["t%d" % i for i in range(config["vocab_size"])])
    names = gguf.get_tensor_name_map(architecture, config["num_hidden_layers"])
    for name, value in weights.items():
        array = value.numpy()
        if architecture == gguf.MODEL_ARCH.LLAMA:
            array = interleaved(name, array, config)
        kind = gguf.GGMLQuantizationType["F16" if array.ndim == 2 else "F32"]
        writer.add_tensor(
            names.get_name(name, try_suffixes=(".weight", ".bias")), gguf.quants.quantize(array.astype(np.float32), kind),
            raw_dtype=kind,
        )
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def add_longrope(writer, config):
    """As convert_hf_to_gguf.py's Phi3MiniModel does."""
    head = config["hidden_size"] // config["num_attention_heads"]
    original = config["original_max_position_embeddings"]
    scale = config["max_position_embeddings"] / original
    writer.add_rope_dimension_count(int(config["partial_rotary_factor"] * head))
    writer.add_rope_freq_base(config["rope_theta"])
    writer.add_rope_scaling_orig_ctx_len(original)
    writer.add_rope_scaling_attn_factors(math.sqrt(1 + math.log(scale) / math.log(original)))
    for length in ["long", "short"]:
        factors = np.array(config["rope_scaling"][f"{length}_factor"], dtype=np.float32)
        writer.add_tensor(f"rope_factors_{length}.weight", factors)


def interleaved(name, array, config):
    """Rows of Q and K as convert_hf_to_gguf.py writes them for Llama: halves interleaved within each head."""
    heads = {"q_proj": config["num_attention_heads"], "k_proj": config["num_key_value_heads"]}
    for projection, count in heads.items():
        if f".{projection}." in name:
            pairs = array.reshape(count, 2, array.shape[0] // count // 2, *array.shape[1:])
            return np.ascontiguousarray(pairs.swapaxes(1, 2).reshape(array.shape))
    return array


def check(folder, weights):
    config = AutoConfig.from_pretrained(folder)
    if config.model_type == "mistral":  # Its GGUF files call themselves llama; parameters and layout are Llama's.
        config = AutoConfig.for_model("llama", **{key: getattr(config, key) for key in LLAMA_KEYS})
    loaded = AutoModelForCausalLM.from_pretrained(folder, gguf_file="model.gguf", config=config, dtype=torch.float32)
    found = dict(loaded.named_parameters())
    for name, value in weights.items():
        assert torch.equal(found[name].detach(), value.float()), f"{folder.name}: {name}"


main(*sys.argv[1:])
