"""transformers opening a model's folder, all weights as float32."""

import os
import time

import torch
from serve import serve
from transformers import AutoModelForCausalLM


def make():
    def work(folder):
        gguf = [name for name in os.listdir(folder) if name.endswith(".gguf")]
        options = {"gguf_file": gguf[0]} if gguf else {}
        start = time.perf_counter()
        model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, **options)
        # Files that are mapped into memory count as read when their values have been looked at.
        total = sum(float(parameter.sum()) for parameter in model.parameters())
        return {"seconds": time.perf_counter() - start, "sum": total}

    return work


serve(make, ["torch", "transformers"])
