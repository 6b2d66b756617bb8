"""Loads exported students in transformers and in onnxruntime and compares their logits with ours.

    python reference/models/check_exported.py FOLDER

FOLDER has a folder for each student, made by reference/models/export_students.mjs: `hf`, `onnx`, and `expected.json` with token ids of
texts of unequal length and the logits that w2s computes. Both paddings are tried. Ends with 1 when a logit is off by more than 1e-4
of the largest (or of 1, where all are smaller).
Needs torch, transformers, onnxruntime, onnx.
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
import transformers
from transformers import AutoModelForSequenceClassification

transformers.logging.set_verbosity_error()
tolerance = 1e-4


def padded(texts, side, pad):
    longest = max(len(text) for text in texts)
    fill = [[pad] * (longest - len(text)) for text in texts]
    ids = [text + blank if side == "right" else blank + text for text, blank in zip(texts, fill)]
    mask = [[1] * len(text) + [0] * len(b) if side == "right" else [0] * len(b) + [1] * len(text) for text, b in zip(texts, fill)]
    return np.array(ids, np.int64), np.array(mask, np.int64)


def check(folder):
    expected = json.loads((folder / "expected.json").read_text())
    logits = np.array(expected["logits"])
    config = json.loads((folder / "hf" / "config.json").read_text())
    is_native = "auto_map" not in config
    model, loading = AutoModelForSequenceClassification.from_pretrained(
        folder / "hf", trust_remote_code=not is_native, output_loading_info=True
    )
    problems = [f"{kind}: {keys}" for kind, keys in loading.items() if keys]
    onnx.checker.check_model(str(folder / "onnx" / "model.onnx"))
    session = onnxruntime.InferenceSession(folder / "onnx" / "model.onnx", providers=["CPUExecutionProvider"])
    pad = config.get("pad_token_id")
    pad = 0 if pad is None else pad
    worst = {"transformers": 0.0, "onnxruntime": 0.0}
    scale = max(1, abs(logits).max())
    for side in ("right", "left"):
        ids, mask = padded(expected["texts"], side, pad)
        with torch.no_grad():
            theirs = model.eval()(torch.tensor(ids), attention_mask=torch.tensor(mask)).logits.numpy()
        graph = session.run(["logits"], {"input_ids": ids, "attention_mask": mask})[0]
        # Classes of transformers do not move the positions of a text that is padded on the left; w2s's does.
        if not (is_native and side == "left" and config["model_type"] == "gpt2"):
            worst["transformers"] = max(worst["transformers"], abs(theirs - logits).max() / scale)
        worst["onnxruntime"] = max(worst["onnxruntime"], abs(graph - logits).max() / scale)
    return type(model).__name__, worst, problems


print(f"transformers {transformers.__version__}, torch {torch.__version__}, onnxruntime {onnxruntime.__version__}, onnx {onnx.__version__}")
failed = False
for folder in sorted(path.parent for path in Path(sys.argv[1]).glob("*/expected.json")):
    name, worst, problems = check(folder)
    ok = max(worst.values()) < tolerance and not problems
    failed |= not ok
    differences = ", ".join(f"{engine} {difference:.1e}" for engine, difference in worst.items())
    print(f"{'ok  ' if ok else 'FAIL'} {folder.name:32} {name:32} {differences} {'; '.join(problems)}")
sys.exit(1 if failed else 0)
