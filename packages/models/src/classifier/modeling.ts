// The Python class that lets transformers load a classifier of ours which none of its own classes
// can hold.

/** The file's name, as config.json's auto_map has it. */
export const modelingFile = "modeling_w2s.py";

/** Written into every folder that needs it. */
export const modelingSource = `"""A backbone read at one layer, pooled over a text's tokens, and a linear head: a student that w2s trained.

Written by w2s. Load it with AutoModelForSequenceClassification.from_pretrained(folder, trust_remote_code=True).
"""

import torch
from torch import nn
from transformers import AutoModel, PreTrainedModel
from transformers.modeling_outputs import SequenceClassifierOutput


class W2sForSequenceClassification(PreTrainedModel):
    _keys_to_ignore_on_load_unexpected = [
        r"^model\\.(norm|final_norm|decoder\\.final_layer_norm)\\.", r"^transformer\\.ln_f\\.", r"^gpt_neox\\.final_layer_norm\\."
    ]

    def __init__(self, config):
        super().__init__(config)
        backbone = AutoModel.from_config(config)
        if hasattr(backbone, "pooler"):
            backbone.pooler = None
        blocks = getattr(backbone, "decoder", backbone)
        if hasattr(blocks, "project_out"):  # OPT: layers are read at the blocks' width
            blocks.project_out = None
        if not config.w2s["normalized"]:
            for name in ("norm", "ln_f", "final_layer_norm", "final_norm"):
                if hasattr(blocks, name):
                    setattr(blocks, name, nn.Identity())
        self.backbone_name = backbone.base_model_prefix
        setattr(self, self.backbone_name, backbone)
        self.score = nn.Linear(config.hidden_size, config.num_labels, bias=config.w2s["bias"])
        self.post_init()

    def forward(self, input_ids, attention_mask=None, labels=None, **unused):
        mask = torch.ones_like(input_ids) if attention_mask is None else attention_mask
        positions = (mask.cumsum(-1) - 1).clamp(min=0)
        if self.config.model_type in ("roberta", "xlm-roberta", "camembert"):
            positions = positions + self.config.pad_token_id + 1
        backbone = getattr(self, self.backbone_name)
        outputs = backbone(input_ids, attention_mask=mask, position_ids=positions, output_hidden_states=True)
        states = outputs.hidden_states[self.config.w2s["layer"]]
        logits = self.score(self.pooled(states, mask))
        loss = nn.functional.cross_entropy(logits, labels) if labels is not None else None
        return SequenceClassifierOutput(loss=loss, logits=logits)

    def pooled(self, states, mask):
        pooling = self.config.w2s["pooling"]
        if pooling == "mean":
            weights = mask.to(states.dtype).unsqueeze(-1)
            return (states * weights).sum(1) / weights.sum(1)
        count = mask.cumsum(-1)
        wanted = 1 if pooling == "first" else count[:, -1:]
        place = ((count == wanted) & (mask == 1)).int().argmax(-1)
        return states[torch.arange(states.shape[0], device=states.device), place]
`;
