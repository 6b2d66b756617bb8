"""A GGUF of a tiny random Gemma 3 that stands alone, as files on the hub do, for packages/models/src/gguf-alone.test.ts.

    python tiny_gemma_gguf.py FIXTURES      (transformers 5.23.0, torch 2.13.0 on CPU, gguf 0.19.0, safetensors 0.8.0)

Writes FIXTURES/tiny-gemma3-gguf/model.gguf, with config and tokenizer in its metadata alone and tensors in Q4_K, Q5_K, Q6_K, Q5_0,
Q5_1, Q8_0, F16 and F32 (blocks of random bits under a fixed scale: what is tested is how they are read), and
FIXTURES/tiny-gemma3-gguf.safetensors, which transformers made of that file:
    mean      float32 [layers + 1, texts, d]   each text's activations, mean over its tokens
    logits    float32 [texts, vocab]           of the next token after each text
Metadata: texts, ids (JSON): each text's token ids.
"""

import json
import pathlib
import sys

import gguf
import numpy as np
import torch
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM, AutoTokenizer

WIDTH, HEAD, FEED, LAYERS = 256, 16, 32, 2
SPACE = "\u2581"
NORMAL, UNKNOWN, CONTROL, USER, BYTE = 1, 2, 3, 4, 6

TEXTS = [
    "the film is good", "the  film   is\n\nbad.", " the good, the bad", "goodness! \t", "caf\u00e9 \U0001f600 \ufeffx", "the<start_of_turn>film",
    "", "thethethe is is is good bad film",
]


def vocabulary():
    tokens = [("<pad>", CONTROL), ("<eos>", CONTROL), ("<bos>", CONTROL), ("<unk>", UNKNOWN), ("<mask>", CONTROL), ("<start_of_turn>", CONTROL)]
    tokens += [("\n", USER), ("\n\n", USER), ("  ", USER), ("   ", USER)]
    tokens += [(f"<0x{byte:02X}>", BYTE) for byte in range(256)]
    pieces = ["th", "the", f"{SPACE}the", f"{SPACE}th", "is", f"{SPACE}is", "oo", "ood", "good", f"{SPACE}g", f"{SPACE}good", "ba", "bad", "il", "film",
              f"{SPACE}film", f"{SPACE}f", "ne", "ness", "ss"]
    letters = [SPACE, *"abdefghilmnostx.,!", "\u00e9", "\ufeff"]
    return tokens + [(piece, NORMAL) for piece in pieces + letters]


def main(fixtures):
    folder = pathlib.Path(fixtures) / "tiny-gemma3-gguf"
    folder.mkdir(exist_ok=True)
    write(folder / "model.gguf", vocabulary())
    tokenizer = AutoTokenizer.from_pretrained(folder, gguf_file="model.gguf")
    model = AutoModelForCausalLM.from_pretrained(folder, gguf_file="model.gguf", dtype=torch.float32, attn_implementation="eager").eval()
    ids = [tokenizer(text)["input_ids"] for text in TEXTS]
    means, logits = [], []
    for row in ids:
        with torch.no_grad():
            output = model(input_ids=torch.tensor([row]), output_hidden_states=True)
        means.append(torch.stack(output.hidden_states)[:, 0].mean(1))
        logits.append(output.logits[0, -1])
    arrays = {"mean": torch.stack(means, 1).contiguous(), "logits": torch.stack(logits).contiguous()}
    save_file(arrays, f"{folder}.safetensors", {"texts": json.dumps(TEXTS), "ids": json.dumps(ids)})
    print([(len(text), row) for text, row in zip(TEXTS, ids)], arrays["mean"].abs().amax((1, 2)))


def write(path, tokens):
    writer = gguf.GGUFWriter(path, "gemma3")
    writer.add_context_length(64)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(FEED)
    writer.add_head_count(2)
    writer.add_head_count_kv(1)
    writer.add_key_length(HEAD)
    writer.add_value_length(HEAD)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_freq_base(500.0)
    writer.add_sliding_window(3)
    writer.add_tokenizer_model("llama")
    writer.add_token_list([token for token, _ in tokens])
    writer.add_token_scores([-float(index) for index in range(len(tokens))])
    writer.add_token_types([kind for _, kind in tokens])
    writer.add_bos_token_id(2)
    writer.add_eos_token_id(1)
    writer.add_unk_token_id(3)
    writer.add_pad_token_id(0)
    writer.add_add_bos_token(True)
    writer.add_add_eos_token(False)
    writer.add_add_space_prefix(False)
    rng = np.random.default_rng(5)
    block = {
        "attn_norm": None, "attn_q": ("Q6_K", 2 * HEAD, WIDTH), "attn_k": ("Q5_K", HEAD, WIDTH), "attn_v": ("Q8_0", HEAD, WIDTH),
        "attn_q_norm": HEAD, "attn_k_norm": HEAD, "attn_output": ("F16", WIDTH, 2 * HEAD), "post_attention_norm": None, "ffn_norm": None,
        "ffn_gate": ("Q4_K", FEED, WIDTH), "ffn_up": ("Q5_1", FEED, WIDTH), "ffn_down": ("Q5_0", WIDTH, FEED), "post_ffw_norm": None,
    }
    add(writer, rng, "token_embd", ("Q4_K", len(tokens), WIDTH))
    for layer in range(LAYERS):
        for name, form in block.items():
            add(writer, rng, f"blk.{layer}.{name}", form)
    add(writer, rng, "output_norm", None)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def add(writer, rng, name, form):
    if not isinstance(form, tuple):  # A norm, as 1 + w.
        writer.add_tensor(f"{name}.weight", (1 + 0.2 * rng.standard_normal(form or WIDTH)).astype(np.float32))
        return
    kind, rows, columns = form
    if kind == "F16":
        writer.add_tensor(f"{name}.weight", (0.2 * rng.standard_normal((rows, columns))).astype(np.float16))
        return
    elements, size = gguf.GGML_QUANT_SIZES[gguf.GGMLQuantizationType[kind]]
    blocks = rng.integers(0, 256, (rows, columns // elements, size), dtype=np.uint8)
    scale = {"Q4_K": 2e-4, "Q5_K": 1e-4, "Q6_K": 4e-5, "Q5_0": 2e-2, "Q5_1": 1e-2, "Q8_0": 2e-3}[kind]
    at = slice(208, 210) if kind == "Q6_K" else slice(0, 2)
    blocks[..., at] = np.frombuffer(np.float16(scale).tobytes(), np.uint8)
    if kind in ("Q4_K", "Q5_K", "Q5_1"):  # The least value, or what is taken from all.
        least = {"Q4_K": 1.5e-3, "Q5_K": 1.5e-3, "Q5_1": -0.15}[kind]
        blocks[..., 2:4] = np.frombuffer(np.float16(least).tobytes(), np.uint8)
    writer.add_tensor(f"{name}.weight", blocks.reshape(rows, -1), raw_dtype=gguf.GGMLQuantizationType[kind])


main(*sys.argv[1:])
