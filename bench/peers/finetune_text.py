"""One epoch of finetuning as a user of transformers runs it: BertForSequenceClassification and the Trainer with its defaults."""

import copy
import time

import torch
from serve import serve
from sst2_data import sst2_data
from transformers import (
    AutoModelForSequenceClassification,
    AutoTokenizer,
    DataCollatorWithPadding,
    Trainer,
    TrainingArguments,
    logging,
)

logging.set_verbosity_error()


def make(folder, file, output, batch):
    ids, labels = sst2_data(file)
    rows = [{"input_ids": one, "attention_mask": [1] * len(one), "label": label} for one, label in zip(ids, labels)]
    tokenizer = AutoTokenizer.from_pretrained(folder)
    fresh = AutoModelForSequenceClassification.from_pretrained(folder, num_labels=2, dtype=torch.float32)
    counts = {}

    class Counting(DataCollatorWithPadding):
        def __call__(self, features):
            padded = super().__call__(features)
            counts["padded"] += padded["input_ids"].numel()
            counts["real"] += int(padded["attention_mask"].sum())
            return padded

    def work(threads, sampling, examples):
        torch.set_num_threads(threads)
        counts.update(padded=0, real=0)
        arguments = TrainingArguments(
            output_dir=output,
            num_train_epochs=1,
            per_device_train_batch_size=batch,
            train_sampling_strategy=sampling,
            use_cpu=True,
            report_to="none",
            save_strategy="no",
            disable_tqdm=True,
        )
        trainer = Trainer(
            model=copy.deepcopy(fresh),
            args=arguments,
            train_dataset=rows[:examples],
            data_collator=Counting(tokenizer),
        )
        start = time.perf_counter()
        result = trainer.train()
        seconds = time.perf_counter() - start
        return {"seconds": seconds, "loss": result.training_loss, **counts}

    return work


serve(make, ["torch", "transformers", "accelerate"])
