"""Tiny random models and their activations, for packages/models/src: the oracle of the BERT and Llama programs.

    python tiny_models.py OUT_FOLDER      (transformers 5.23.0, torch 2.13.0, safetensors 0.8.0, gguf 0.19.0)

Each folder holds config.json, weights and reference.safetensors:
    ids      int32 [rows, length]        token ids, padded with 0 on the right
    lengths  int32 [rows]                real tokens of each row
    hidden   float32 [layers + 1, rows, length, d]   zero where a row is padding
    hidden@NAME                          the same under variant NAME of the config (config-NAME.json)
    frequencies, frequencies@NAME        float32 [head size / 2]   rotary frequencies (Llama only)
hidden[0] is the output of the embeddings, hidden[i] that of block i. As in transformers, the last of a Llama is taken
after the final norm; those in between are the raw residual stream. Weights are what the file gives back: they are
rounded to its type before the reference is computed. Everything is computed in float32.
"""

import json
import pathlib
import sys

import gguf
import numpy as np
import torch
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM, BertConfig, BertModel, LlamaConfig, LlamaForCausalLM

LENGTHS = [1, 5, 12, 9]

BERT = dict(
    model_type="bert", vocab_size=50, hidden_size=16, num_hidden_layers=3, num_attention_heads=2,
    intermediate_size=24, hidden_act="gelu", layer_norm_eps=1e-12, max_position_embeddings=20,
    type_vocab_size=2, pad_token_id=0, position_embedding_type="absolute",
)
LLAMA = dict(
    model_type="llama", vocab_size=48, hidden_size=32, num_hidden_layers=2, num_attention_heads=4,
    num_key_value_heads=2, intermediate_size=32, hidden_act="silu", rms_norm_eps=1e-5,
    max_position_embeddings=64, tie_word_embeddings=False, attention_bias=False, mlp_bias=False,
)
OLD_ROPE = dict(rope_theta=500.0)
LLAMA3 = dict(
    rope_type="llama3", factor=4.0, low_freq_factor=1.0, high_freq_factor=4.0, original_max_position_embeddings=16
)


def main(out):
    out = pathlib.Path(out)
    bert = BertModel(BertConfig(**without_type(BERT)), add_pooling_layer=False)
    save(out / "tiny-bert-f16", bert, BERT, torch.float16, {"tanh": dict(hidden_act="gelu_new")})

    untied = LLAMA | OLD_ROPE | dict(attention_bias=True, mlp_bias=True)
    variants = {
        "linear": dict(rope_scaling=dict(type="linear", factor=2.5)),
        "llama3": dict(rope_scaling=LLAMA3),
        "parameters": dict(rope_theta=None, rope_parameters=LLAMA3 | dict(rope_theta=300.0)),
    }
    save(out / "tiny-llama-f32", llama(untied), untied, torch.float32, variants)

    tied = LLAMA | dict(
        tie_word_embeddings=True, head_dim=12, num_key_value_heads=1,
        rope_parameters=dict(rope_theta=100.0, rope_type="default"),
    )
    save(out / "tiny-llama-bf16", llama(tied), tied, torch.bfloat16, {})
    save_gguf(out / "tiny-llama-gguf")


def without_type(config):
    return {key: value for key, value in config.items() if key not in ("model_type", "position_embedding_type")}


def llama(config):
    return LlamaForCausalLM(LlamaConfig(**without_type(config)))


def randomise(model):
    """Weights large enough that every part of a block matters; norms around 1."""
    generator = torch.Generator().manual_seed(7)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = torch.randn(parameter.shape, generator=generator)
            is_gain = parameter.dim() == 1 and name.endswith("weight")
            parameter.copy_(1 + 0.2 * noise if is_gain else noise * (0.3 if parameter.dim() == 1 else 0.25))


def save(folder, model, config, dtype, variants):
    folder.mkdir(parents=True, exist_ok=True)
    randomise(model)
    with torch.no_grad():  # Parameters only: rotary frequencies are never stored, and stay float32.
        for parameter in model.parameters():
            parameter.copy_(parameter.to(dtype).float())
    model.eval()
    keys = {parameter: name for name, parameter in model.named_parameters()}
    weights = {name: parameter.detach().to(dtype).contiguous() for parameter, name in keys.items()}
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    write_json(folder / "config.json", config)
    arrays = inputs(config["vocab_size"])
    arrays["hidden"] = hidden(model, arrays)
    arrays |= frequencies(model, "frequencies")
    for name, changes in variants.items():
        changed = {key: value for key, value in (config | changes).items() if value is not None}
        write_json(folder / f"config-{name}.json", changed)
        cls = type(model)
        other = cls(type(model.config)(**without_type(changed)), **({"add_pooling_layer": False} if cls is BertModel else {}))
        other.load_state_dict(model.state_dict())
        arrays[f"hidden@{name}"] = hidden(other.eval(), arrays)
        arrays |= frequencies(other, f"frequencies@{name}")
    save_file(arrays, folder / "reference.safetensors")


def inputs(vocab):
    generator = torch.Generator().manual_seed(11)
    ids = torch.randint(1, vocab, (len(LENGTHS), max(LENGTHS)), generator=generator, dtype=torch.int32)
    lengths = torch.tensor(LENGTHS, dtype=torch.int32)
    return {"ids": ids * mask_of(lengths).int(), "lengths": lengths}


def mask_of(lengths):
    return torch.arange(max(LENGTHS))[None, :] < lengths[:, None]


def hidden(model, arrays):
    mask = mask_of(arrays["lengths"])
    backbone = getattr(model, "model", model)
    with torch.no_grad():
        states = backbone(
            input_ids=arrays["ids"].long(), attention_mask=mask.long(), output_hidden_states=True
        ).hidden_states
    return (torch.stack(states) * mask[None, :, :, None]).contiguous()


def frequencies(model, key):
    backbone = getattr(model, "model", model)
    return {key: backbone.rotary_emb.inv_freq.clone()} if hasattr(backbone, "rotary_emb") else {}


def save_gguf(folder):
    """One tensor in each format, written as llama.cpp's converter lays them out; activations by transformers."""
    folder.mkdir(parents=True, exist_ok=True)
    config = LLAMA | dict(tie_word_embeddings=True, rope_parameters=dict(rope_theta=100.0, rope_type="default"))
    model = llama(config)
    randomise(model)
    path = folder / "model.gguf"
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_head_count_kv(config["num_key_value_heads"])
    writer.add_rope_freq_base(config["rope_parameters"]["rope_theta"])
    writer.add_rope_dimension_count(config["hidden_size"] // config["num_attention_heads"])
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    writer.add_vocab_size(config["vocab_size"])
    writer.add_token_list(["t%d" % i for i in range(config["vocab_size"])])
    names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.LLAMA, config["num_hidden_layers"])
    formats = ["Q4_1", "Q4_0", "Q8_0", "F16"]
    matrices = 0
    for name, parameter in model.model.named_parameters():
        array = permuted(name, parameter.detach().numpy(), config)
        kind = "F32"
        if array.ndim == 2:
            kind = formats[matrices % 4]
            matrices += 1
        quantisation = gguf.GGMLQuantizationType[kind]
        ours = names.get_name("model." + name, try_suffixes=(".weight",))
        writer.add_tensor(ours, gguf.quants.quantize(array, quantisation), raw_dtype=quantisation)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    write_json(folder / "config.json", config)

    loaded = AutoModelForCausalLM.from_pretrained(folder, gguf_file="model.gguf", dtype=torch.float32).eval()
    arrays = inputs(config["vocab_size"])
    arrays["hidden"] = hidden(loaded, arrays)
    for name, parameter in loaded.named_parameters():
        arrays["weight:" + name] = parameter.detach().float().contiguous()
    save_file(arrays, folder / "reference.safetensors")


def permuted(name, array, config):
    """Rows of Q and K as convert_hf_to_gguf.py writes them: halves interleaved within each head."""
    heads = {"q_proj": config["num_attention_heads"], "k_proj": config["num_key_value_heads"]}
    for projection, count in heads.items():
        if f".{projection}." in name:
            return np.ascontiguousarray(
                array.reshape(count, 2, array.shape[0] // count // 2, *array.shape[1:]).swapaxes(1, 2).reshape(array.shape)
            )
    return np.ascontiguousarray(array)


def write_json(path, value):
    path.write_text(json.dumps(value, indent=2) + "\n")


main(*sys.argv[1:])
