"""Loads the folders of save_adapters.mjs with peft and compares the loss with that of tiny_lora.py.

    node save_adapters.mjs OUT && python check_adapters.py FIXTURES OUT      (peft 0.21.2, transformers 5.23.0, torch 2.13.0)

Seen on writing: every adapter is loaded, losses equal to 1e-6.
"""

import pathlib
import sys

import torch
from peft import PeftModel
from safetensors.torch import load_file
from tiny_lora import TARGETS, base_model, loss_of


def main(fixtures, out):
    for name in TARGETS:
        base = pathlib.Path(fixtures) / "families" / name
        model = base_model(base, name)
        adapted = PeftModel.from_pretrained(model, pathlib.Path(out) / name).eval()
        count = sum("lora_" in key for key, _ in adapted.named_parameters())
        stored = load_file(pathlib.Path(out) / name / "adapter_model.safetensors")
        with torch.no_grad():
            loss = float(loss_of(adapted, load_file(base / "reference.safetensors")))
        expected = float(load_file(base / "lora.safetensors")["loss"])
        assert count == len(stored), (name, count, len(stored))
        assert abs(loss - expected) < 1e-5 * abs(expected), (name, loss, expected)
        print(name, count, loss, expected)


if __name__ == "__main__":
    main(*sys.argv[1:])
