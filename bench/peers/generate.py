"""Greedy decoding by transformers' generate, of token ids that the harness chose, in one batch padded on the left."""

import json
import os
import time

import torch
from serve import serve
from transformers import AutoModelForCausalLM, GenerationConfig


def make(folder, prompts):
    gguf = [name for name in os.listdir(folder) if name.endswith(".gguf")]
    options = {"gguf_file": gguf[0]} if gguf else {}
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, **options).eval()
    with open(prompts) as file:
        texts = json.load(file)
    length = max(map(len, texts))
    ids = torch.tensor([[0] * (length - len(text)) + text for text in texts])
    mask = torch.tensor([[0] * (length - len(text)) + [1] * len(text) for text in texts])

    def work(threads, tokens):
        torch.set_num_threads(threads)
        settings = GenerationConfig(do_sample=False, max_new_tokens=tokens, eos_token_id=None, pad_token_id=0)
        model.generation_config = settings
        start = time.perf_counter()
        said = model.generate(ids, attention_mask=mask, generation_config=settings)[:, length:]
        return {"seconds": time.perf_counter() - start, "said": said.tolist()}

    return work


serve(make, ["torch", "transformers"])
