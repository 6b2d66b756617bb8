"""Log-probabilities of continuations by the shared decoder, for packages/models/src/scoring/continuations.test.ts.

    python shared_scores.py MODELS_FOLDER      (transformers 5.23.0, torch 2.13.0 on CPU, float32)

Prompt and continuation are tokenized apart; each is scored alone. Prints the sums, in nats.
"""

import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

PROMPTS = [
    ("The capital of France is", [" Paris", " London", " a small town"]),
    ("Review: a gripping film\nSentiment:", [" positive", " negative"]),
]


def main(models):
    folder = f"{models}/SmolLM2-135M-Instruct-GGUF"
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForCausalLM.from_pretrained(
        folder, gguf_file="SmolLM2-135M-Instruct.Q4_1.gguf", dtype=torch.float32
    ).eval()
    for prompt, continuations in PROMPTS:
        before = tokenizer(prompt).input_ids
        sums = []
        for continuation in continuations:
            after = tokenizer(continuation, add_special_tokens=False).input_ids
            with torch.no_grad():
                logs = model(torch.tensor([before + after])).logits[0].log_softmax(-1)
            sums.append(sum(float(logs[len(before) - 1 + i, token]) for i, token in enumerate(after)))
        print(prompt, [round(value, 5) for value in sums])


main(*sys.argv[1:])
