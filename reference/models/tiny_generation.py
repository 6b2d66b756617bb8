"""What transformers' generate says after prompts of different lengths, for every tiny decoder of tiny_families.py.

    python tiny_generation.py FIXTURES      (transformers 5.23.0, torch 2.13.0 on CPU, tokenizers 0.23)

Writes FIXTURES/generated.json: {NAME: {prompts: [[id]], said: [[id]] (16 tokens each, greedy, one batch padded on the
left), margin: the least difference between the two largest logits of a step, of any text}}. A text ends nowhere: the
tokens that end one in transformers are switched off.
"""

import json
import pathlib
import sys

import torch
from safetensors.torch import load_file
from transformers import AutoConfig, AutoModelForCausalLM, GenerationConfig

TOKENS = 16


def main(fixtures):
    fixtures = pathlib.Path(fixtures)
    found = {}
    for folder in sorted((fixtures / "families").iterdir()):
        config = json.loads((folder / "config.json").read_text())
        reference = load_file(folder / "reference.safetensors")
        if "logits" in reference:
            found[folder.name] = generated(folder, config, reference)
    lines = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in found.items()]
    (fixtures / "generated.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


def generated(folder, config, reference):
    settings = {key: value for key, value in config.items() if key != "model_type"}
    model = AutoModelForCausalLM.from_config(
        AutoConfig.for_model(config["model_type"], **settings), attn_implementation="eager"
    ).eval()
    load(model, load_file(folder / "model.safetensors"))
    lengths = reference["lengths"].tolist()
    prompts = [row[:length].tolist() for row, length in zip(reference["ids"], lengths)]
    most = max(lengths)
    ids = torch.tensor([[0] * (most - len(prompt)) + prompt for prompt in prompts])
    mask = torch.tensor([[0] * (most - len(prompt)) + [1] * len(prompt) for prompt in prompts])
    check(model, reference, prompts)
    settings = GenerationConfig(
        do_sample=False, max_new_tokens=TOKENS, pad_token_id=0, eos_token_id=None, output_logits=True,
        return_dict_in_generate=True,
    )
    model.generation_config = settings
    with torch.no_grad():
        output = model.generate(ids, attention_mask=mask, generation_config=settings)
    top = torch.stack(output.logits).topk(2).values
    return {
        "prompts": prompts,
        "said": output.sequences[:, most:].tolist(),
        "margin": round((top[..., 0] - top[..., 1]).min().item(), 6),
    }


def load(model, stored):
    """Checkpoints name parameters in older ways; each has one parameter that its name ends like."""
    own = dict(model.named_parameters())
    with torch.no_grad():
        for name, parameter in own.items():
            asked = name.replace("lm_head", "embed_out") if model.config.model_type == "gpt_neox" else name
            key = next((k for k in (asked, asked.removeprefix(model.base_model_prefix + ".")) if k in stored), None)
            assert key is not None, name
            parameter.copy_(stored[key].float())


def check(model, reference, prompts):
    for row, prompt in enumerate(prompts):
        with torch.no_grad():
            logits = model(torch.tensor([prompt])).logits[0]
        assert (logits - reference["logits"][row, : len(prompt)]).abs().max() < 1e-4


main(*sys.argv[1:])
