"""LoRA steps as a user of peft writes them: every linear layer of the blocks adapted, AdamW over what is trained, one batch."""

import time

import torch
from finetune_step import load
from peft import LoraConfig, get_peft_model
from serve import serve

TARGETS = {
    "encoder": ["query", "key", "value", "dense"],
    "decoder": ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"],
}


def make(model, config, weights, rate, decay, ids, labels, rank):
    net = load(model, config, weights)
    adapters = LoraConfig(r=rank, lora_alpha=rank, target_modules=TARGETS[model])
    if model == "encoder":
        net.bert = get_peft_model(net.bert, adapters)
        forward = lambda: net(ids, labels)
    else:
        net = get_peft_model(net, adapters)
        forward = lambda: net(input_ids=ids, labels=ids).loss
    net.train()
    trained = [parameter for parameter in net.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=rate, weight_decay=decay, fused=True)
    ids = torch.tensor(ids)
    labels = None if labels is None else torch.tensor(labels)

    def work(threads):
        torch.set_num_threads(threads)
        start = time.perf_counter()
        loss = forward()
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        return {"seconds": time.perf_counter() - start, "loss": loss.item(), "trained": sum(p.numel() for p in trained)}

    return work


serve(make, ["torch", "transformers", "peft"])
