"""What the shared decoder says after prompts, for packages/models/src/generation/generate.test.ts.

    python shared_generation.py MODELS_FOLDER      (transformers 5.23.0, torch 2.13.0 on CPU, float32)

One batch padded on the left, greedy, 12 tokens; prints the texts and the least difference between the two largest logits.
"""

import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, GenerationConfig

PROMPTS = ["The capital of France is", "One, two, three,"]


def main(models):
    folder = f"{models}/SmolLM2-135M-Instruct-GGUF"
    tokenizer = AutoTokenizer.from_pretrained(folder, padding_side="left")
    model = AutoModelForCausalLM.from_pretrained(
        folder, gguf_file="SmolLM2-135M-Instruct.Q4_1.gguf", dtype=torch.float32
    ).eval()
    batch = tokenizer(PROMPTS, padding=True, return_tensors="pt")
    settings = GenerationConfig(
        do_sample=False, max_new_tokens=12, eos_token_id=model.config.eos_token_id, pad_token_id=2, output_logits=True,
        return_dict_in_generate=True,
    )
    model.generation_config = settings
    output = model.generate(**batch, generation_config=settings)
    said = output.sequences[:, batch["input_ids"].shape[1] :]
    top = torch.stack(output.logits).topk(2).values
    print(tokenizer.batch_decode(said, skip_special_tokens=True), (top[..., 0] - top[..., 1]).min().item())


main(*sys.argv[1:])
