"""What tokenizer_config.json changes of tokenizer.json, by the class that transformers 4 loads the two with.

    python tokenizer_configs.py FIXTURES      (transformers 4.57.6; 5 sets other blanks and other ends)

Makes tokenizer-configs.json:
    texts       what is tokenized
    tokenizers  {name: tokenizer.json}
    cases       [[name of a tokenizer.json, tokenizer_config.json, ids of each text, special tokens included,
                 {name: older file beside them}]]
What transformers does not load is left out.
"""

import itertools
import json
import sys
import tempfile
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")

import transformers
from transformers import AutoTokenizer

transformers.logging.set_verbosity_error()

TEXTS = ["A é", "中a", " a", "a <sep> b", "a<x>b", "b<new>", "a</s>b", ""]

WORDS = ["<unk>", "<s>", "</s>", "[CLS]", "[SEP]", "[PAD]", "[MASK]", "▁", "a", "b", "A", "é", "e", "Ġ", "▁a", "中", "<", ">", "s", "p", "x", "n", "w", "/", "<sep>", "<x>"]
VOCABULARY = {word: i for i, word in enumerate(WORDS)}
BPE = {"type": "BPE", "unk_token": "<unk>", "fuse_unk": True, "vocab": VOCABULARY, "merges": [["▁", "a"]]}
PIECES = {word: i for i, word in enumerate([*WORDS, *(f"##{c}" for c in "abAée中spxnw"), "[UNK]"])}
WORD_PIECE = {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100, "vocab": PIECES}


def added(content, **flags):
    plain = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    return {"id": VOCABULARY[content], "content": content, **plain, **flags}


def tokenizer(model, normalizer=None, pre_tokenizer=None, post_processor=None, tokens=("<unk>", "<s>", "</s>")):
    parts = {"normalizer": normalizer, "pre_tokenizer": pre_tokenizer, "post_processor": post_processor, "decoder": None}
    return {"version": "1.0", "added_tokens": [added(one) for one in tokens], **parts, "model": model}


def bert(**changed):
    normalizer = {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "strip_accents": None, "lowercase": True}
    around = {"type": "BertProcessing", "sep": ["[SEP]", 4], "cls": ["[CLS]", 3]}
    return tokenizer(WORD_PIECE, {**normalizer, **changed}, {"type": "BertPreTokenizer"}, around, ("[CLS]", "[SEP]", "[PAD]", "[MASK]"))


def begun():
    single = [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}]
    known = {"<s>": {"id": "<s>", "ids": [1], "tokens": ["<s>"]}}
    return {"type": "TemplateProcessing", "single": single, "pair": [*single, {"Sequence": {"id": "B", "type_id": 1}}], "special_tokens": known}


def byte_level(blank):
    return tokenizer(BPE, None, {"type": "ByteLevel", "add_prefix_space": blank, "trim_offsets": True, "use_regex": True})


MARKS = {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}
TOKENIZERS = {
    "plain": tokenizer(BPE, MARKS),
    "begun": tokenizer(BPE, MARKS, None, begun()),
    "bytes": byte_level(False),
    "bytes after a blank": byte_level(True),
    "bert": bert(),
    "bert, cased": bert(lowercase=False),
    "bert, accents": bert(strip_accents=False),
}

NAMED = {"unk_token": "<unk>", "bos_token": "<s>", "eos_token": "</s>"}
BERT_NAMED = {"cls_token": "[CLS]", "sep_token": "[SEP]", "pad_token": "[PAD]", "unk_token": "[UNK]", "mask_token": "[MASK]"}
FLAGS = {"lstrip": False, "rstrip": False, "normalized": False, "single_word": False, "special": True}


def configs():
    plain = {"tokenizer_class": "PreTrainedTokenizerFast", "unk_token": "<unk>"}
    for more in (
        {"sep_token": "<sep>"},
        {"sep_token": {"__type": "AddedToken", "content": "<sep>", **FLAGS, "lstrip": True, "rstrip": True}},
        {"eos_token": "<new>"},
        {"additional_special_tokens": ["<x>"]},
        {"extra_special_tokens": {"image_token": "<x>"}},
        {"added_tokens_decoder": {"24": {"content": "<sep>", **FLAGS}}},
        {"added_tokens_decoder": {"26": {"content": "<new>", **FLAGS}, "25": {"content": "<x>", **FLAGS, "lstrip": True}}},
        {"added_tokens_decoder": {"2": {"content": "</s>", **FLAGS, "single_word": True}}},
        {"eos_token": {"__type": "AddedToken", "content": "</s>", **FLAGS, "single_word": True}},
        {"eos_token": {"__type": "AddedToken", "content": "</s>", **FLAGS}, "added_tokens_decoder": {"2": {"content": "</s>", **FLAGS, "single_word": True}}},
        {"sep_token": {"__type": "AddedToken", "content": "<sep>", **FLAGS, "lstrip": True}, "added_tokens_decoder": {"24": {"content": "<sep>", **FLAGS}}},
    ):
        yield "plain", {**plain, **more}
    options = ({}, {"do_lower_case": False}, {"do_lower_case": True}, {"strip_accents": True, "do_lower_case": False}, {"tokenize_chinese_chars": False})
    for name, cls, option in itertools.product(("bert", "bert, cased", "bert, accents"), ("Bert", "DistilBert", "Electra", "PreTrained"), options):
        yield name, {**BERT_NAMED, "tokenizer_class": f"{cls}TokenizerFast", **option}
    for name, cls, blank in itertools.product(("bytes", "bytes after a blank"), ("GPT2", "GPTNeoX", "Qwen2", "Roberta", "PreTrained"), (None, True, False)):
        yield name, {**NAMED, "tokenizer_class": f"{cls}TokenizerFast", **({} if blank is None else {"add_prefix_space": blank})}
    for name, cls, blank in itertools.product(
        ("bytes", "bytes after a blank"),
        ("Bart", "Gemma", "XLMRoberta", "Cohere", "Llama", "T5", "Whisper"),
        ({}, {"add_prefix_space": None}),
    ):
        yield name, {**NAMED, "tokenizer_class": f"{cls}TokenizerFast", **blank}
    for cls, option in itertools.product(
        ("SqueezeBert", "Splinter", "DPRContextEncoder", "Realm"), ({}, {"do_lower_case": False})
    ):
        yield "bert, cased", {**BERT_NAMED, "tokenizer_class": f"{cls}TokenizerFast", **option}
    # A token that the config names is special, whatever its entry says, unless
    # tokenizer.json has the very entry.
    for flags in (
        {"special": False},
        {"special": False, "rstrip": True},
        {"special": False, "lstrip": True},
    ):
        named = {
            "eos_token": "</s>",
            "additional_special_tokens": ["<x>"],
            "split_special_tokens": True,
        }
        decoder = {
            "2": {"content": "</s>", **FLAGS, **flags},
            "25": {"content": "<x>", **FLAGS, **flags},
        }
        yield "plain", {**plain, **named, "added_tokens_decoder": decoder}
        yield "plain", {**plain, "split_special_tokens": True, "added_tokens_decoder": decoder}
    for name, cls, bos, eos in itertools.product(("plain", "begun"), ("Llama", "CodeLlama", "Gemma", "GPTNeoX", "Cohere"), (None, True, False), (None, True)):
        said = {"add_bos_token": bos, "add_eos_token": eos}
        yield name, {**NAMED, "tokenizer_class": f"{cls}TokenizerFast", **{key: value for key, value in said.items() if value is not None}}


def unnamed():
    """What is put around texts where the config names no token, and special tokens that are text."""
    for name, cls, said in itertools.product(("plain", "begun"), ("Llama", "GPTNeoX", "Gemma"), ({}, {"add_bos_token": False}, {"add_bos_token": None}, {"add_eos_token": True})):
        yield name, {"tokenizer_class": f"{cls}TokenizerFast", **said}
    for name, cls in itertools.product(("plain", "bert"), ("PreTrained", "Bert")):
        yield name, {**(BERT_NAMED if name == "bert" else NAMED), "tokenizer_class": f"{cls}TokenizerFast", "split_special_tokens": True, "sep_token": "<sep>"}


def older():
    """special_tokens_map.json and added_tokens.json, which are read where the config has no added_tokens_decoder."""
    plain = {"tokenizer_class": "PreTrainedTokenizerFast", "unk_token": "<unk>"}
    wide = {"content": "<sep>", **{**FLAGS, "lstrip": True, "rstrip": True}}
    del wide["special"]
    decoder = {"added_tokens_decoder": {"2": {"content": "</s>", **FLAGS}}}
    for config, tokens, added_tokens in (
        ({}, {"sep_token": "<sep>"}, None),
        ({}, {"sep_token": wide}, None),
        ({"sep_token": "<sep>"}, {"sep_token": wide}, None),
        ({"sep_token": {"__type": "AddedToken", **FLAGS, "content": "<sep>", "lstrip": True}}, {"sep_token": "<sep>"}, None),
        ({"eos_token": "<x>"}, {"eos_token": "<new>"}, None),
        ({"additional_special_tokens": ["<x>"]}, {"additional_special_tokens": ["<new>", "<x>"]}, None),
        ({}, {"additional_special_tokens": [{**wide, "content": "<x>"}, "<new>"]}, None),
        (decoder, {"sep_token": "<sep>"}, {"<new>": 26}),
        ({}, None, {"<new>": 26}),
        ({}, None, {"<new>": 27, "<x>": 25}),
        ({}, {"sep_token": "<sep>"}, {"<new>": 26, "<sep>": 24}),
        ({"sep_token": "<new>"}, None, {"<new>": 26}),
        ({}, None, {"</s>": 2, "<new>": 26}),
        ({}, {"sep_token": wide}, {"<sep>": 24}),
        ({}, {"image_token": "<x>"}, None),
    ):
        files = {"special_tokens_map.json": tokens, "added_tokens.json": added_tokens}
        kept = {file: value for file, value in files.items() if value is not None}
        yield "plain", {**plain, **config}, kept
        yield "bert", {**BERT_NAMED, "tokenizer_class": "BertTokenizerFast", **config}, kept


def ids(name, config, folder, beside):
    for file in ("special_tokens_map.json", "added_tokens.json"):
        (folder / file).unlink(missing_ok=True)
    for file, value in beside.items():
        (folder / file).write_text(json.dumps(value))
    model_type = "bert" if name.startswith("bert") else "llama"
    for file, value in (("tokenizer", TOKENIZERS[name]), ("tokenizer_config", config), ("config", {"model_type": model_type, "vocab_size": 64})):
        (folder / f"{file}.json").write_text(json.dumps(value))
    try:
        loaded = AutoTokenizer.from_pretrained(str(folder))
    except Exception:
        return None
    return [loaded(text)["input_ids"] for text in TEXTS]


def main(fixtures):
    with tempfile.TemporaryDirectory() as folder:
        cases = [[name, config, ids(name, config, Path(folder), {}), {}] for name, config in itertools.chain(configs(), unnamed())]
        cases += [[name, config, ids(name, config, Path(folder), beside), beside] for name, config, beside in older()]
    kept = [case for case in cases if case[2] is not None]
    text = ",\n  ".join(json.dumps(case, ensure_ascii=False) for case in kept)
    tokenizers = ",\n  ".join(f"{json.dumps(name)}: {json.dumps(one, ensure_ascii=False)}" for name, one in TOKENIZERS.items())
    texts = json.dumps(TEXTS, ensure_ascii=False)
    Path(fixtures, "tokenizer-configs.json").write_text(f'{{"texts": {texts},\n "tokenizers": {{\n  {tokenizers}}},\n "cases": [\n  {text}]}}\n')
    print(f"{len(kept)} of {len(cases)} cases")


main(sys.argv[1])
