"""Full finetuning steps as a user of transformers writes them: the model in training mode (dropout 0, as ours), AdamW, one batch."""

import time

import torch
from safetensors.torch import load_file
from serve import serve
from transformers import BertConfig, BertModel, LlamaConfig, LlamaForCausalLM


class Classifier(torch.nn.Module):
    """BERT, the mean of its tokens, a linear head."""

    def __init__(self, config, classes):
        super().__init__()
        self.bert = BertModel(config, add_pooling_layer=False)
        self.head = torch.nn.Linear(config.hidden_size, classes, bias=False)

    def forward(self, ids, labels):
        states = self.bert(input_ids=ids).last_hidden_state
        return torch.nn.functional.cross_entropy(self.head(states.mean(1)), labels)


def load(model, config, weights, classes=2):
    config = {key: value for key, value in config.items() if key != "model_type"}
    stored = load_file(weights)
    if model == "decoder":
        net = LlamaForCausalLM(LlamaConfig(use_cache=False, **config))
        missing = net.load_state_dict(stored, strict=False).missing_keys
        assert set(missing) <= {"lm_head.weight"}, missing
        net.tie_weights()
        return net
    net = Classifier(BertConfig(use_cache=False, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, **config), classes)
    net.load_state_dict({name if name.startswith("head.") else "bert." + name: value for name, value in stored.items()})
    return net


def stepper(model, config, weights, rate, decay, ids, labels, checkpointing=False):
    net = load(model, config, weights).train()
    if checkpointing:
        target = net if model == "decoder" else net.bert
        getattr(target, "activation_checkpointing_enable", target.gradient_checkpointing_enable)()
    optimizer = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=decay, fused=True)
    ids = torch.tensor(ids)
    labels = None if labels is None else torch.tensor(labels)

    def step():
        loss = net(ids, labels) if model == "encoder" else net(input_ids=ids, labels=ids).loss
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        return loss.item()

    return step


def make(**setup):
    step = stepper(**setup)

    def work(threads, steps=1):
        torch.set_num_threads(threads)
        losses = []
        start = time.perf_counter()
        for _ in range(steps):
            losses.append(step())
        return {"seconds": (time.perf_counter() - start) / steps, "losses": losses}

    return work


if __name__ == "__main__":
    serve(make, ["torch", "transformers"])
