"""One tiny random model for each family and variant: activations, logits and the gradients of every parameter.

    python tiny_families.py FIXTURES [NAMES]      (transformers 5.23.0, torch 2.13.0 on CPU, safetensors 0.8.0)

Writes FIXTURES/families/NAME/ with config.json, model.safetensors (float16, as the reference was computed from) and
reference.safetensors:
    ids          int32 [rows, length]                  token ids, padded with 0 on the right
    lengths      int32 [rows]                          tokens of each row
    hidden       float32 [layers + 1, rows, length, d] zero where a row is padding; the last after the final norm
    logits       float32 [rows, length, vocab]         zero where a row is padding (decoders)
    loss         float32 []                            decoders: cross-entropy of each next token of the row, mean over all
                                                       encoders: sum over rows of the mean activations * loss_weights
    loss_weights float32 [rows, d]                     (encoders)
    grad:NAME    float32                               of the loss, by the backbone's own names and the head's
Everything is computed in float32. The script refuses to write when padding on the left changes what transformers gives.
"""

import json
import pathlib
import sys

import torch
from safetensors.torch import save_file
from transformers import AutoConfig, AutoModel, AutoModelForCausalLM

LENGTHS = [1, 5, 12, 9]

GATED = dict(
    vocab_size=32, hidden_size=16, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2,
    intermediate_size=20, hidden_act="silu", rms_norm_eps=1e-5, max_position_embeddings=32,
)
GPT2 = dict(model_type="gpt2", vocab_size=32, n_embd=16, n_layer=2, n_head=4, n_positions=32, layer_norm_epsilon=1e-5)
NEOX = dict(
    model_type="gpt_neox", vocab_size=32, hidden_size=16, num_hidden_layers=2, num_attention_heads=2,
    intermediate_size=20, hidden_act="gelu", layer_norm_eps=1e-5, max_position_embeddings=32,
)
TOKENS = dict(pad_token_id=0, bos_token_id=2, eos_token_id=3)
GEMMA = {key: value for key, value in GATED.items() if key != "hidden_act"} | TOKENS | dict(
    hidden_activation="gelu_pytorch_tanh", head_dim=6, query_pre_attn_scalar=10, sliding_window=3,
)
OPT = dict(
    model_type="opt", vocab_size=32, hidden_size=16, num_hidden_layers=2, num_attention_heads=2, ffn_dim=20,
    max_position_embeddings=32, pad_token_id=1,
)
ROBERTA = dict(
    vocab_size=32, hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=20, hidden_act="gelu",
    layer_norm_eps=1e-5, max_position_embeddings=18, type_vocab_size=1, pad_token_id=1,
)
ELECTRA = dict(
    model_type="electra", vocab_size=32, hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=20,
    hidden_act="gelu", layer_norm_eps=1e-12, max_position_embeddings=16, type_vocab_size=2, pad_token_id=0,
)
MODERN_BERT = TOKENS | dict(
    model_type="modernbert", vocab_size=32, hidden_size=16, num_attention_heads=2, intermediate_size=20, local_attention=5,
    max_position_embeddings=32, cls_token_id=2, sep_token_id=3,
)
LLAMA3 = dict(
    rope_type="llama3", factor=4.0, low_freq_factor=1.0, high_freq_factor=4.0, original_max_position_embeddings=16
)

MODELS = {
    "bert": dict(
        model_type="bert", vocab_size=32, hidden_size=16, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=20, hidden_act="gelu", layer_norm_eps=1e-12, max_position_embeddings=16, type_vocab_size=2,
    ),
    "gpt2": GPT2 | dict(n_inner=20, tie_word_embeddings=True),
    # As the first checkpoints have it: names without a prefix, masks beside the parameters.
    "gpt2-untied": GPT2 | dict(activation_function="relu", tie_word_embeddings=False),
    "gpt-neox": NEOX | dict(rotary_pct=0.25, rotary_emb_base=500, use_parallel_residual=True, tie_word_embeddings=False),
    "gpt-neox-serial": NEOX
    | dict(
        use_parallel_residual=False, attention_bias=False, tie_word_embeddings=True,
        rope_parameters=dict(rope_type="default", rope_theta=100.0, partial_rotary_factor=0.5),
    ),
    "llama": GATED
    | dict(model_type="llama", tie_word_embeddings=False, attention_bias=True, mlp_bias=True, rope_theta=500.0,
           rope_scaling=LLAMA3),
    "mistral": GATED | dict(model_type="mistral", sliding_window=3, rope_theta=100.0, tie_word_embeddings=False),
    "qwen2": GATED
    | dict(model_type="qwen2", tie_word_embeddings=True, rope_theta=100.0, use_sliding_window=True, sliding_window=4,
           max_window_layers=1),
    "qwen3": GATED
    | dict(
        model_type="qwen3", tie_word_embeddings=False, head_dim=6, rope_parameters=dict(rope_type="default", rope_theta=50.0),
        use_sliding_window=True, sliding_window=2, layer_types=["sliding_attention", "full_attention"],
    ),
    "roberta": ROBERTA | dict(model_type="roberta"),
    "xlm-roberta": ROBERTA | dict(model_type="xlm-roberta", pad_token_id=4, type_vocab_size=2),
    "camembert": ROBERTA | dict(model_type="camembert"),
    "electra": ELECTRA | dict(embedding_size=12),
    # As the base and large ones are: nothing between the embeddings and the first block.
    "electra-wide": ELECTRA | dict(embedding_size=16, hidden_act="gelu_new"),
    "distilbert": dict(
        model_type="distilbert", vocab_size=32, dim=16, n_layers=2, n_heads=2, hidden_dim=20, max_position_embeddings=16,
        activation="gelu", pad_token_id=0,
    ),
    # The older fields, as published checkpoints have them; three blocks, so that one has a norm of its own and a window.
    "modernbert": MODERN_BERT
    | dict(num_hidden_layers=3, global_attn_every_n_layers=2, global_rope_theta=500.0, local_rope_theta=20.0),
    "modernbert-biased": MODERN_BERT
    | dict(
        num_hidden_layers=2, attention_bias=True, mlp_bias=True, norm_bias=True, hidden_activation="gelu_pytorch_tanh",
        layer_types=["sliding_attention", "full_attention"],
        rope_parameters=dict(
            full_attention=dict(rope_type="linear", factor=2.0, rope_theta=300.0),
            sliding_attention=dict(rope_type="default", rope_theta=30.0),
        ),
    ),
    "opt": OPT | dict(tie_word_embeddings=True),
    # As the one of 350M is: embeddings of another width, norms after. Its embeddings are tied; here the projections are
    # tested with a head of their own.
    "opt-projected": OPT
    | dict(word_embed_proj_dim=12, do_layer_norm_before=False, enable_bias=False, tie_word_embeddings=False,
           activation_function="gelu"),
    "gemma2": GEMMA | dict(model_type="gemma2", attn_logit_softcapping=2.0, final_logit_softcapping=3.0, rope_theta=100.0),
    "gemma2-uncapped": GEMMA
    | dict(
        model_type="gemma2", attn_logit_softcapping=None, final_logit_softcapping=None, attention_bias=True,
        tie_word_embeddings=False, layer_types=["full_attention", "sliding_attention"],
    ),
    "gemma3": GEMMA
    | dict(
        model_type="gemma3_text", sliding_window_pattern=2, rope_theta=1000.0, rope_local_base_freq=10.0,
        rope_scaling=dict(rope_type="linear", factor=4.0),
    ),
    "gemma3-capped": GEMMA
    | dict(
        model_type="gemma3_text", final_logit_softcapping=3.0, attention_bias=True, tie_word_embeddings=False,
        layer_types=["full_attention", "sliding_attention"],
        rope_parameters=dict(
            full_attention=dict(rope_type="default", rope_theta=200.0),
            sliding_attention=dict(rope_type="default", rope_theta=20.0),
        ),
    ),
    # As the released models say it: "gelu", which is its approximation.
    "gemma": GATED | TOKENS
    | dict(model_type="gemma", head_dim=6, hidden_act="gelu", hidden_activation=None, rope_theta=100.0),
    "gemma-biased": GATED | TOKENS
    | dict(model_type="gemma", head_dim=4, hidden_act="relu", attention_bias=True, tie_word_embeddings=False),
    "smollm3": GATED | TOKENS
    | dict(
        model_type="smollm3", num_hidden_layers=3, no_rope_layers=[1, 0, 1], rope_theta=100.0, use_sliding_window=True,
        sliding_window=3,
    ),
    # No block turns but the first, by the family's own base; the windows are said.
    "smollm3-biased": GATED | TOKENS
    | dict(
        model_type="smollm3", no_rope_layer_interval=2, attention_bias=True, mlp_bias=True, tie_word_embeddings=False,
        use_sliding_window=True, sliding_window=2, layer_types=["sliding_attention", "full_attention"],
    ),
    "olmo3": GATED | TOKENS
    | dict(
        model_type="olmo3", tie_word_embeddings=False, num_hidden_layers=4, sliding_window=3,
        rope_scaling=dict(rope_type="yarn", factor=4.0, original_max_position_embeddings=8, attention_factor=1.2),
    ),
    "olmo3-biased": GATED | TOKENS
    | dict(
        model_type="olmo3", tie_word_embeddings=True, attention_bias=True, sliding_window=2,
        layer_types=["full_attention", "sliding_attention"],
        rope_parameters=dict(
            full_attention=dict(rope_type="default", rope_theta=200.0),
            sliding_attention=dict(rope_type="default", rope_theta=20.0),
        ),
    ),
    "olmo2": GATED | dict(model_type="olmo2", tie_word_embeddings=False, rope_theta=100.0, **TOKENS),
    "olmo2-biased": GATED | dict(model_type="olmo2", tie_word_embeddings=True, attention_bias=True, **TOKENS),
    "phi3": GATED
    | dict(model_type="phi3", tie_word_embeddings=False, rope_theta=100.0, partial_rotary_factor=0.5, sliding_window=3, **TOKENS),
    # Stretched contexts, in both generations' fields; no text is longer than the context before.
    "llama-yarn": GATED
    | dict(model_type="llama", tie_word_embeddings=False, head_dim=16, rope_theta=20.0, max_position_embeddings=64,
           rope_scaling=dict(type="yarn", factor=4.0, original_max_position_embeddings=16)),
    "qwen3-yarn": GATED
    | dict(
        model_type="qwen3", tie_word_embeddings=False, head_dim=16, max_position_embeddings=64,
        rope_parameters=dict(
            rope_type="yarn", rope_theta=30.0, factor=4.0, original_max_position_embeddings=16, beta_fast=3.0, beta_slow=0.5,
            mscale=2.0, mscale_all_dim=0.5, truncate=False,
        ),
    ),
    "gpt-neox-yarn": NEOX
    | dict(
        rotary_pct=0.5, rotary_emb_base=20, tie_word_embeddings=False, hidden_size=32,
        rope_scaling=dict(rope_type="yarn", factor=2.0, attention_factor=1.3),
    ),
    "gemma3-yarn": GEMMA
    | dict(
        model_type="gemma3_text", layer_types=["full_attention", "sliding_attention"],
        rope_parameters=dict(
            full_attention=dict(rope_type="yarn", rope_theta=8.0, factor=8.0, original_max_position_embeddings=16),
            sliding_attention=dict(rope_type="default", rope_theta=20.0),
        ),
    ),
    "mistral-dynamic": GATED
    | dict(model_type="mistral", sliding_window=None, tie_word_embeddings=False, rope_theta=100.0,
           rope_scaling=dict(type="dynamic", factor=2.0)),
    "llama-longrope": GATED
    | dict(
        model_type="llama", tie_word_embeddings=False,
        rope_parameters=dict(
            rope_type="longrope", rope_theta=100.0, factor=8.0, short_factor=[1.0, 1.5], long_factor=[2.0, 6.0],
            original_max_position_embeddings=16,
        ),
    ),
    "phi3-longrope": GATED
    | dict(
        model_type="phi3", tie_word_embeddings=False, rope_theta=100.0, hidden_size=32, partial_rotary_factor=0.75,
        max_position_embeddings=64, original_max_position_embeddings=16,
        rope_scaling=dict(type="longrope", short_factor=[1.0, 1.25, 2.0], long_factor=[1.5, 3.0, 8.0]), **TOKENS,
    ),
    "qwen3-tied": GATED | dict(model_type="qwen3", tie_word_embeddings=True, head_dim=4, attention_bias=True),
}

ROBERTAS = {"roberta", "xlm-roberta", "camembert"}
WITH_POOLER = {"bert"} | ROBERTAS
ENCODERS = WITH_POOLER | {"distilbert", "electra", "modernbert"}

# Encoders as published checkpoints have them: beside a head for masked words, under the base model's prefix.
PREFIXED = {"roberta": "roberta.", "camembert": "roberta.", "electra": "electra.", "distilbert": "distilbert.", "modernbert": "model."}


def main(out, *names):
    for name, config in MODELS.items():
        if names and name not in names:
            continue
        folder = pathlib.Path(out) / "families" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")
        model = build(config)
        save_file(checkpoint(name, model), folder / "model.safetensors", metadata={"format": "pt"})
        save_file(reference(model, config), folder / "reference.safetensors")


def build(config):
    settings = {key: value for key, value in config.items() if key != "model_type"}
    config_object = AutoConfig.for_model(config["model_type"], **settings)
    if config["model_type"] in ENCODERS:
        pooler = {"add_pooling_layer": False} if config["model_type"] in WITH_POOLER else {}
        model = AutoModel.from_config(config_object, attn_implementation="eager", **pooler)
    else:
        model = AutoModelForCausalLM.from_config(config_object, attn_implementation="eager")
    generator = torch.Generator().manual_seed(7)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = torch.randn(parameter.shape, generator=generator)
            is_gain = parameter.dim() == 1 and name.endswith("weight")
            gain = 0.2 * noise if config["model_type"].startswith("gemma") else 1 + 0.2 * noise  # Gemma adds the 1 itself
            parameter.copy_(gain if is_gain else noise * 0.3)
            parameter.copy_(parameter.half().float())
    projection = getattr(getattr(model.base_model, "decoder", None), "project_out", None)
    if projection is not None:
        projection.register_forward_pre_hook(lambda _, inputs: setattr(model, "last_states", inputs[0]))
    return model.eval()


def checkpoint(name, model):
    tied = set(getattr(model, "_tied_weights_keys", None) or ()) if model.config.tie_word_embeddings else set()
    weights = {
        stored_name(model, key): parameter.detach().half().contiguous()
        for key, parameter in model.named_parameters()
        if key not in tied
    }
    if name in PREFIXED:
        weights = {PREFIXED[name] + key: value for key, value in weights.items()}
    if name == "gpt2-untied":
        weights = {key.removeprefix("transformer."): value for key, value in weights.items()}
        for layer in range(model.config.n_layer):
            weights[f"h.{layer}.attn.bias"] = torch.tril(torch.ones(32, 32, dtype=torch.uint8))[None, None]
            weights[f"h.{layer}.attn.masked_bias"] = torch.tensor(-1e4)
    if name == "gpt-neox":
        for layer in range(model.config.num_hidden_layers):
            at = f"gpt_neox.layers.{layer}.attention"
            weights[f"{at}.bias"] = torch.tril(torch.ones(32, 32, dtype=torch.bool))[None, None]
            weights[f"{at}.masked_bias"] = torch.tensor(-1e9)
            weights[f"{at}.rotary_emb.inv_freq"] = torch.ones(1)
    return weights


def stored_name(model, key):
    """transformers 5 calls GPT-NeoX's head lm_head within; published checkpoints call it embed_out."""
    return key.replace("lm_head", "embed_out") if model.config.model_type == "gpt_neox" else key


def reference(model, config):
    arrays = inputs(config["vocab_size"], config.get("pad_token_id", 0))
    ids, lengths = arrays["ids"].long(), arrays["lengths"]
    mask = torch.arange(ids.shape[1])[None, :] < lengths[:, None]
    output = run(model, ids, mask)
    hidden = states_of(model, output)
    arrays["hidden"] = (hidden * mask[None, :, :, None]).detach().contiguous()
    check_left_padding(model, ids, mask, hidden)
    if "logits" in output:
        arrays["logits"] = (output.logits * mask[:, :, None]).detach().contiguous()
        loss = next_token_loss(output.logits, ids, mask)
    else:
        pooled = (hidden[-1] * mask[:, :, None]).sum(1) / lengths[:, None]
        arrays["loss_weights"] = torch.randn(pooled.shape, generator=torch.Generator().manual_seed(3))
        loss = (pooled * arrays["loss_weights"]).sum()
    loss.backward()
    arrays["loss"] = loss.detach()
    for name, parameter in model.named_parameters():
        gradient = parameter.grad if parameter.grad is not None else torch.zeros_like(parameter)
        arrays["grad:" + own_name(model, name)] = gradient.contiguous()
    return arrays


def own_name(model, name):
    return stored_name(model, name).removeprefix(model.base_model_prefix + ".")


def inputs(vocab, padding):
    """No text has the padding token in it: PyTorch gives its row no gradient, and RoBERTa its place no number."""
    generator = torch.Generator().manual_seed(11)
    ids = torch.randint(1, vocab, (len(LENGTHS), max(LENGTHS)), generator=generator, dtype=torch.int32)
    ids = torch.where(ids == padding, padding + 1, ids)
    lengths = torch.tensor(LENGTHS, dtype=torch.int32)
    return {"ids": ids * (torch.arange(max(LENGTHS))[None, :] < lengths[:, None]).int(), "lengths": lengths}


def run(model, ids, mask):
    if model.config.model_type in ROBERTAS:  # It counts positions from the padding token itself.
        ids = torch.where(mask, ids, model.config.pad_token_id)
        return model(input_ids=ids, attention_mask=mask.long(), output_hidden_states=True)
    positions = (mask.long().cumsum(1) - 1).clamp(min=0)
    return model(input_ids=ids, attention_mask=mask.long(), position_ids=positions, output_hidden_states=True)


def states_of(model, output):
    """Every layer's activations. The last of OPT with a narrower embedding is what its projection, part of the head, is given."""
    if getattr(getattr(model.base_model, "decoder", None), "project_out", None) is None:
        return torch.stack(output.hidden_states)
    return torch.stack([*output.hidden_states[:-1], model.last_states])


def next_token_loss(logits, ids, mask):
    log_probabilities = torch.log_softmax(logits[:, :-1], -1)
    picked = log_probabilities.gather(2, ids[:, 1:, None])[:, :, 0]
    known = mask[:, 1:]
    return -(picked * known).sum() / known.sum()


def check_left_padding(model, ids, mask, hidden):
    shifts = [ids.shape[1] - length for length in LENGTHS]
    roll = lambda x: torch.stack([row.roll(shift, 0) for row, shift in zip(x, shifts)])
    with torch.no_grad():
        left = states_of(model, run(model, roll(ids), roll(mask)))
    for layer, expected in zip(left, hidden):
        difference = ((layer - roll(expected)) * roll(mask)[:, :, None]).abs().max()
        assert difference < 1e-4, f"{model.config.model_type}: padding on the left changes activations by {difference}"


main(*sys.argv[1:])
