"""GGUF files of tiny random Llama, Qwen 2 and GPT-2 that stand alone, for packages/models/src/gguf-alone.test.ts.

    python tiny_gguf_alone.py FIXTURES      (transformers 5.23.0, torch 2.13.0 on CPU, gguf 0.19.0, safetensors 0.8.0)

Writes FIXTURES/gguf-alone/NAME.gguf, config and tokenizer in its metadata alone, tensors in F32 as llama.cpp's converters lay
them out, and FIXTURES/gguf-alone/NAME.safetensors, which transformers made of that file:
    mean      float32 [layers + 1, texts, d]   each text's activations, mean over its tokens
Metadata: texts, ids (JSON): each text's token ids.
"""

import json
import pathlib
import sys

import gguf
import numpy as np
import torch
from safetensors.torch import save_file
from tokenizers import normalizers, pre_tokenizers
from transformers import AutoModelForCausalLM, AutoTokenizer
from transformers.convert_slow_tokenizer import bytes_to_unicode

WIDTH, FEED, LAYERS, HEADS = 16, 64, 2, 4
# What transformers takes a GPT-2's GGUF for, whatever it says: four times the width, and so many positions.
GPT2_POSITIONS = 1024
assert FEED == 4 * WIDTH
SPACE = "\u2581"
NORMAL, UNKNOWN, CONTROL, BYTE = 1, 2, 3, 6
TEXTS = [
    "the film is good", "the  film   is\n\nbad.", " the good, the bad", "goodness! \t", "caf\u00e9 \U0001f600 x", "the 12 345 films aren't",
    "thethethe is is is good bad film", "</s>the film</s>",
]
PIECES = ["th", "the", f"{SPACE}the", f"{SPACE}th", "is", f"{SPACE}is", "oo", "ood", "good", f"{SPACE}g", f"{SPACE}good", "ba", "bad", "il", "film",
          f"{SPACE}film", f"{SPACE}f", "ne", "ness", "ss"]
MERGES = ["t h", "th e", "\u0120 the", "\u0120 t", "i s", "\u0120 is", "o o", "oo d", "g ood", "\u0120 g", "\u0120g ood", "b a", "ba d", "i l",
          "f il", "fil m", "\u0120 film", "\u0120 f", "1 2", "3 4", "34 5", "' t", "n 't"]


def sentence_piece(writer):
    """Scores as SentencePiece gives them: the later a piece, the lower; here not in the order of ids."""
    letters = [SPACE, *"abdefghilmnostx.,!'", "\u00e9", "1", "2", "3", "4"]
    tokens = [("<unk>", UNKNOWN, 0.0), ("<s>", CONTROL, 0.0), ("</s>", CONTROL, 0.0)]
    tokens += [(f"<0x{byte:02X}>", BYTE, 0.0) for byte in range(256)]
    order = np.random.default_rng(3).permutation(len(PIECES))
    tokens += [(piece, NORMAL, -float(rank)) for piece, rank in zip(PIECES, order)]
    tokens += [(letter, NORMAL, -1000.0 - i) for i, letter in enumerate(letters)]
    writer.add_tokenizer_model("llama")
    writer.add_token_list([token for token, _, _ in tokens])
    writer.add_token_types([kind for _, kind, _ in tokens])
    writer.add_token_scores([score for _, _, score in tokens])
    writer.add_unk_token_id(0)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_add_bos_token(True)
    writer.add_add_eos_token(False)
    return len(tokens)


def byte_level(pre):
    def write(writer):
        tokens = list(bytes_to_unicode().values()) + [merge.replace(" ", "") for merge in MERGES] + ["</s>"]
        writer.add_tokenizer_model("gpt2")
        writer.add_tokenizer_pre(pre)
        writer.add_token_list(tokens)
        writer.add_token_types([NORMAL] * (len(tokens) - 1) + [CONTROL])
        writer.add_token_merges(MERGES)
        writer.add_bos_token_id(len(tokens) - 1)
        writer.add_eos_token_id(len(tokens) - 1)
        writer.add_unk_token_id(len(tokens) - 1)
        writer.add_add_bos_token(False)
        return len(tokens)

    return write


def gated(bias):
    shapes = {"attn_norm.weight": [WIDTH], "ffn_norm.weight": [WIDTH], "attn_q.weight": [WIDTH, WIDTH], "attn_k.weight": [WIDTH // 2, WIDTH],
              "attn_v.weight": [WIDTH // 2, WIDTH], "attn_output.weight": [WIDTH, WIDTH], "ffn_gate.weight": [FEED, WIDTH],
              "ffn_up.weight": [FEED, WIDTH], "ffn_down.weight": [WIDTH, FEED]}
    biases = {"attn_q.bias": [WIDTH], "attn_k.bias": [WIDTH // 2], "attn_v.bias": [WIDTH // 2]}
    return {**shapes, **(biases if bias else {})}, {"output_norm.weight": [WIDTH]}


def gpt2():
    block = {}
    for name, rows, columns in [("attn_qkv", 3 * WIDTH, WIDTH), ("attn_output", WIDTH, WIDTH), ("ffn_up", FEED, WIDTH), ("ffn_down", WIDTH, FEED)]:
        block |= {f"{name}.weight": [rows, columns], f"{name}.bias": [rows]}
    for norm in ["attn_norm", "ffn_norm"]:
        block |= {f"{norm}.weight": [WIDTH], f"{norm}.bias": [WIDTH]}
    return block, {"output_norm.weight": [WIDTH], "output_norm.bias": [WIDTH], "position_embd.weight": [GPT2_POSITIONS, WIDTH]}


MODELS = {
    "llama": ("llama", sentence_piece, gated(False), True),
    "qwen2": ("qwen2", byte_level("qwen2"), gated(True), False),
    "gpt2": ("gpt2", byte_level("gpt-2"), gpt2(), True),
}


def write(path, architecture, vocabulary, shapes, tied):
    random = np.random.default_rng(7)
    writer = gguf.GGUFWriter(path, architecture)
    writer.add_block_count(LAYERS)
    writer.add_context_length(GPT2_POSITIONS if architecture == "gpt2" else 64)
    writer.add_embedding_length(WIDTH)
    writer.add_feed_forward_length(FEED)
    writer.add_head_count(HEADS)
    if architecture == "gpt2":
        writer.add_layer_norm_eps(1e-5)
    else:
        writer.add_head_count_kv(HEADS // 2)
        writer.add_layer_norm_rms_eps(1e-5)
        writer.add_rope_freq_base(500.0)
        writer.add_rope_dimension_count(WIDTH // HEADS)
    size = vocabulary(writer)
    writer.add_vocab_size(size)
    block, top = shapes
    tensors = {"token_embd.weight": [size, WIDTH], **top, **({} if tied else {"output.weight": [size, WIDTH]})}
    for layer in range(LAYERS):
        tensors |= {f"blk.{layer}.{name}": shape for name, shape in block.items()}
    for name, shape in tensors.items():
        values = random.standard_normal(shape).astype(np.float32) * 0.3
        writer.add_tensor(name, values + 1 if "norm.weight" in name else values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def main(fixtures):
    folder = pathlib.Path(fixtures) / "gguf-alone"
    folder.mkdir(exist_ok=True)
    for name, (architecture, vocabulary, shapes, tied) in MODELS.items():
        write(folder / f"{name}.gguf", architecture, vocabulary, shapes, tied)
        tokenizer = AutoTokenizer.from_pretrained(folder, gguf_file=f"{name}.gguf")
        if name == "llama":  # As Llama 2's own tokenizer.json and llama.cpp have it; transformers 5 puts no blank before a blank.
            tokenizer.backend_tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend(SPACE), normalizers.Replace(" ", SPACE)])
            tokenizer.backend_tokenizer.pre_tokenizer = pre_tokenizers.Split("\0", "removed")
        model = AutoModelForCausalLM.from_pretrained(folder, gguf_file=f"{name}.gguf", dtype=torch.float32, attn_implementation="eager").eval()
        ids = [tokenizer(text)["input_ids"] for text in TEXTS]
        means = []
        for row in ids:
            with torch.no_grad():
                output = model(input_ids=torch.tensor([row]), output_hidden_states=True)
            means.append(torch.stack(output.hidden_states)[:, 0].mean(1))
        save_file({"mean": torch.stack(means, 1).contiguous()}, folder / f"{name}.safetensors", {"texts": json.dumps(TEXTS), "ids": json.dumps(ids)})
        print(name, ids)


main(*sys.argv[1:])
