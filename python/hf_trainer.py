"""A student trained by Hugging Face's Trainer, with LoRA where peft is there and asked for.

    external({ command: ["python3", "hf_trainer.py", "{folder}"], gpus: "0",
               settings: { model: "Qwen/Qwen2.5-7B", lora: true, bf16: true, batch: 4, accumulate: 8,
                           epochs: 2, rate: 2e-4, maxTokens: 512 } })

Those settings train a 7B model by LoRA on one GPU of 80 GB; on 24 GB take batch 1, accumulate 32 and
gradientCheckpointing. Soft labels are learnt by cross-entropy. Needs transformers and torch.

Every saveSteps steps (100; 0: never) a checkpoint is saved below FOLDER/work. A training that was
killed goes on from its last whole one when the same command is started in the same folder again.
A setting that is not among DEFAULTS is refused.
"""

import hashlib
import json
import shutil
import sys

import torch
import w2s
from transformers import (
    AutoModelForSequenceClassification,
    AutoTokenizer,
    Trainer,
    TrainingArguments,
    set_seed,
)


# Of gradients: the reentrant form finds none behind frozen embeddings, as LoRA has them.
RECOMPUTING = {
    "gradient_checkpointing": True,
    "gradient_checkpointing_kwargs": {"use_reentrant": False},
}


# What settings may say beside the model, and what holds where they do not.
DEFAULTS = {
    "lora": False,
    "rank": 16,
    "alpha": 32,
    "targets": None,  # Names of layers, or a text; all linear ones.
    "bf16": False,
    "batch": 32,
    "accumulate": 1,
    "gradientCheckpointing": False,
    "epochs": 2.0,
    "rate": 1e-5,
    "schedule": "linear",
    "maxTokens": 512,
    "saveSteps": 100,
}


class Rows(torch.utils.data.Dataset):
    def __init__(self, frame, tokenizer, most):
        self.ids = tokenizer(frame["text"].tolist(), truncation=True, max_length=most)["input_ids"]
        self.labels = None if frame["probabilities"].isna().any() else frame["probabilities"].tolist()

    def __len__(self):
        return len(self.ids)

    def __getitem__(self, i):
        row = {"input_ids": self.ids[i]}
        return row if self.labels is None else {**row, "labels": self.labels[i]}


def collate(pad):
    def together(rows):
        most = max(len(row["input_ids"]) for row in rows)
        batch = {
            "input_ids": torch.tensor(
                [row["input_ids"] + [pad] * (most - len(row["input_ids"])) for row in rows]
            ),
            "attention_mask": torch.tensor(
                [[1] * len(r["input_ids"]) + [0] * (most - len(r["input_ids"])) for r in rows]
            ),
        }
        if "labels" in rows[0]:
            labels = [row["labels"] for row in rows]
            batch["labels"] = torch.tensor(labels, dtype=torch.float32)
        return batch

    return together


class SoftTrainer(Trainer):
    def __init__(self, **given):
        super().__init__(**given)
        # A loss is the mean of its batch, so that of `accumulate` batches the mean is to be taken.
        self.model_accepts_loss_kwargs = False

    def compute_loss(self, model, inputs, return_outputs=False, **_):
        labels = inputs.pop("labels")
        outputs = model(**inputs)
        loss = torch.nn.functional.cross_entropy(outputs.logits.float(), labels)
        return (loss, outputs) if return_outputs else loss


def work_of(job):
    """Where the job's checkpoints lie: of other data or settings they lie elsewhere."""
    said = hashlib.sha256()
    for name in ("task.json", "examples.jsonl"):
        said.update((job.folder / name).read_bytes())
    return job.folder / "work" / said.hexdigest()[:12]


def last_checkpoint(work):
    """The newest whole checkpoint, or None. What a kill left half-written is removed."""
    found = [path for path in work.glob("checkpoint-*") if path.name[11:].isdigit()]
    for path in sorted(found, key=lambda path: int(path.name[11:]), reverse=True):
        try:
            # The Trainer writes it last.
            json.loads((path / "trainer_state.json").read_text(encoding="utf-8"))
            return path
        except (OSError, ValueError):
            shutil.rmtree(path)
    return None


def main(folder):
    job = w2s.job(folder)
    settings = job.settings_of(["model"], **DEFAULTS)
    if job.task["shape"] != "classify":
        raise SystemExit("this template classifies one text; compared texts need a head of theirs")
    set_seed(job.seed)
    tokenizer = AutoTokenizer.from_pretrained(settings["model"])
    if tokenizer.pad_token_id is None:
        tokenizer.pad_token = tokenizer.eos_token or tokenizer.unk_token
    pad = tokenizer.pad_token_id or 0
    model = AutoModelForSequenceClassification.from_pretrained(
        settings["model"],
        num_labels=job.task["options"],
        torch_dtype=torch.bfloat16 if settings["bf16"] else torch.float32,
    )
    model.config.pad_token_id = pad
    if settings["lora"]:
        from peft import LoraConfig, get_peft_model

        model = get_peft_model(
            model,
            LoraConfig(
                task_type="SEQ_CLS",
                r=settings["rank"],
                lora_alpha=settings["alpha"],
                target_modules=settings["targets"] or "all-linear",
            ),
        )
    work = work_of(job)
    every = settings["saveSteps"]
    arguments = TrainingArguments(
        output_dir=str(work),
        num_train_epochs=settings["epochs"],
        learning_rate=settings["rate"],
        per_device_train_batch_size=settings["batch"],
        per_device_eval_batch_size=settings["batch"],
        gradient_accumulation_steps=settings["accumulate"],
        **(RECOMPUTING if settings["gradientCheckpointing"] else {}),
        lr_scheduler_type=settings["schedule"],
        bf16=settings["bf16"],
        save_strategy="steps" if every else "no",
        save_steps=every or 1,
        save_total_limit=1,
        report_to=[],
        remove_unused_columns=False,
        seed=job.seed,
        data_seed=job.seed,
        use_cpu=not torch.cuda.is_available(),
        disable_tqdm=True,
    )
    most = settings["maxTokens"]
    trainer = SoftTrainer(
        model=model,
        args=arguments,
        data_collator=collate(pad),
        train_dataset=Rows(job.train, tokenizer, most),
    )
    begun = last_checkpoint(work)
    if begun is not None:
        print(f"goes on from {begun.name}", flush=True)
    trainer.train(resume_from_checkpoint=None if begun is None else str(begun))
    model.eval()
    rows = Rows(job.predict, tokenizer, most)
    together = collate(pad)
    said = []
    size = settings["batch"]
    with torch.no_grad():
        for start in range(0, len(rows), size):
            batch = together([rows[i] for i in range(start, min(start + size, len(rows)))])
            batch = {name: tensor.to(model.device) for name, tensor in batch.items()}
            said += torch.softmax(model(**batch).logits.double(), -1).tolist()
    job.write(said)


if __name__ == "__main__":
    try:
        main(sys.argv[1] if len(sys.argv) > 1 else None)
    except w2s.W2SError as error:
        sys.exit(str(error))
