"""Labels by prompting a server of vLLM (or any that speaks the OpenAI-compatible protocol).

    external({ command: ["python3", "vllm_labels.py", "{folder}"],
               settings: { url: "http://localhost:8000/v1", model: "Qwen/Qwen3-8B",
                           question: "Is this review positive?" } })

chat({ url, model }) does this from w2s itself, and keeps every answer; this is a place to start from
where the prompt is not that of chat. A key is read from the environment variable that settings.keyFrom
names, and stands nowhere.
"""

import json
import math
import os
import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import w2s

# What settings may say beside url and model, and what holds where they do not.
DEFAULTS = {
    "question": "Which of these is right?",
    "words": None,  # What the options are called; the task's own names.
    "keyFrom": "",
    "timeout": 120.0,
    "concurrency": 8,
}
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def ask(settings, text, names):
    letters = list(LETTERS[: len(names)])
    listed = "\n".join(f"{letter}) {name}" for letter, name in zip(letters, names))
    question = settings["question"]
    content = f"{text}\n\n{question}\n\n{listed}\n\nAnswer with one letter alone."
    body = {
        "model": settings["model"],
        "messages": [{"role": "user", "content": content}],
        "max_tokens": 1,
        "temperature": 0,
        "logprobs": True,
        "top_logprobs": 20,
    }
    headers = {"content-type": "application/json"}
    if settings["keyFrom"]:
        headers["authorization"] = f"Bearer {os.environ[settings['keyFrom']]}"
    request = urllib.request.Request(
        settings["url"].rstrip("/") + "/chat/completions", json.dumps(body).encode(), headers
    )
    try:
        with urllib.request.urlopen(request, timeout=settings["timeout"]) as response:
            choice = json.load(response)["choices"][0]
    except (OSError, ValueError, LookupError, TypeError) as error:
        # HTTP's and the system's faults are OSErrors; others are answers of another protocol.
        raise SystemExit(f"{request.full_url}: gives no answer: {error}") from None
    top = ((choice.get("logprobs") or {}).get("content") or [{}])[0].get("top_logprobs") or []
    masses = [0.0] * len(names)
    for one in top:
        letter = one["token"].strip()
        if letter in letters:
            masses[letters.index(letter)] += math.exp(one["logprob"])
    if sum(masses) > 0:
        return [mass / sum(masses) for mass in masses]
    said = (choice["message"].get("content") or "").strip().rstrip(".)")
    if said not in letters:
        raise SystemExit(f"the model says none of {', '.join(letters)}: {said!r}")
    return [float(letter == said) for letter in letters]


def main(folder):
    job = w2s.job(folder)
    settings = job.settings_of(["url", "model"], **DEFAULTS)
    if job.task["shape"] != "classify":
        raise SystemExit("this template asks about one text; compared texts need a prompt of theirs")
    key = settings["keyFrom"]
    if key and key not in os.environ:
        raise SystemExit(f"settings.keyFrom: there is no environment variable {key}; set it")
    names = settings["words"] or job.task["optionNames"]
    if len(names) != job.task["options"]:
        wanted = job.task["options"]
        raise SystemExit(f"settings.words: must be {wanted}, one an option, got {len(names)}")
    if len(names) > len(LETTERS):
        raise SystemExit(
            f"this template has letters for {len(LETTERS)} options, the task has {len(names)}"
        )
    with ThreadPoolExecutor(settings["concurrency"]) as pool:
        said = list(pool.map(lambda text: ask(settings, text, names), job.predict["text"]))
    job.write(said)


if __name__ == "__main__":
    try:
        main(sys.argv[1] if len(sys.argv) > 1 else None)
    except w2s.W2SError as error:
        sys.exit(str(error))
