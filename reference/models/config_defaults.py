"""Writes fixtures/config-defaults.json: what transformers' configs say of every size that is not given.

    python reference/models/config_defaults.py

Made with transformers 5.23.0.
"""

import json
from pathlib import Path

import transformers
from transformers import AutoConfig

SIZES = """vocab_size hidden_size dim n_embd num_hidden_layers n_layers n_layer num_attention_heads n_heads n_head
num_key_value_heads intermediate_size hidden_dim ffn_dim max_position_embeddings n_positions""".split()
TYPES = """bert roberta xlm-roberta camembert distilbert electra modernbert gpt2 gpt_neox opt llama mistral qwen2 qwen3 gemma gemma2
gemma3_text smollm3 olmo2 olmo3 phi3""".split()

out = Path(__file__).parents[2] / "packages/models/src/fixtures/config-defaults.json"
defaults = {}
for model_type in TYPES:
    said = AutoConfig.for_model(model_type).to_dict()
    defaults[model_type] = {name: said[name] for name in SIZES if name in said}
out.write_text(json.dumps({"transformers": transformers.__version__, "defaults": defaults}, indent=1) + "\n")
