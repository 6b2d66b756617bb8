// The README.md of an exported student: what it is, and how it is loaded.

import type { CheckedClassifier, Classifier } from "./classifier.js";
import { nativeClass } from "./native-class.js";

export function cardFor(
  classifier: Classifier,
  checked: CheckedClassifier,
  format: "hf" | "onnx",
): string {
  const { layer, pooling } = classifier;
  const outputs = checked.outputs === 1 ? "one score a text" : `${checked.outputs} logits a text`;
  const norm = checked.isNormalized ? "" : ", before any final norm";
  return [
    "# A student trained by w2s",
    "",
    ...classifier.about.map((line) => `- ${line}`),
    `- Computes ${outputs}: a linear head on the ${pooling === "mean" ? "mean of the tokens" : `${pooling} token`} of layer ${layer}${norm}.`,
    "",
    ...(format === "onnx" ? onnxUse : huggingFaceUse(nativeClass(classifier, checked) !== null)),
    "",
  ].join("\n");
}

const onnxUse = [
  "```python",
  "import numpy, onnxruntime, transformers",
  "",
  'tokenizer = transformers.AutoTokenizer.from_pretrained(".")',
  'session = onnxruntime.InferenceSession("model.onnx")',
  'texts = tokenizer(["a text", "another, longer text"], padding=True, truncation=True, ' +
    'return_tensors="np")',
  'feeds = {name: texts[name].astype(numpy.int64) for name in ("input_ids", "attention_mask")}',
  'logits = session.run(["logits"], feeds)[0]',
  "```",
];

function huggingFaceUse(isNative: boolean): string[] {
  const trust = isNative ? "" : ", trust_remote_code=True";
  return [
    "```python",
    "from transformers import AutoModelForSequenceClassification, AutoTokenizer",
    "",
    'tokenizer = AutoTokenizer.from_pretrained(".")',
    `model = AutoModelForSequenceClassification.from_pretrained("."${trust})`,
    'texts = tokenizer(["a text", "another, longer text"], padding=True, truncation=True, ' +
      'return_tensors="pt")',
    'logits = model(texts["input_ids"], attention_mask=texts["attention_mask"]).logits',
    "```",
    ...(isNative
      ? []
      : [
          "",
          "The class is in modeling_w2s.py. Without `trust_remote_code=True` transformers takes " +
            "a class of its own, whose head is not this",
          "one, and warns that weights are newly initialized: its numbers mean nothing.",
        ]),
  ];
}
