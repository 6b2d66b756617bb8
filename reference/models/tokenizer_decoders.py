"""What every decoder of tokenizer.json makes of tokens.

    python tokenizer_decoders.py FIXTURES      (tokenizers 0.23.3)

Makes tokenizer-decoders.json: {tokens: [every token, by its id; the first is special], texts: [[id]],
cases: {name: {decoder: as in tokenizer.json, said: [the text of each list of ids]}}}. The vocabulary is WordLevel's.
"""

import json
import pathlib
import sys

from tokenizers import Tokenizer

TOKENS = [
    "<s>", "a", "Ġb", "▁c", "##d", "e</w>", "<0xC3>", "<0xA9>", "<0x0A>", "<0xFF>", "Ã©", "ðŁĺĢ", " .", " n't", "▁▁", "do",
    "not", "'s", ",", "Ċ", "é", "中", "f▁g", "<0xe2>", "   ", "▁", "?", "Ģ", "b b", "hh",
]
LLAMA = {
    "type": "Sequence",
    "decoders": [
        {"type": "Replace", "pattern": {"String": "▁"}, "content": " "},
        {"type": "ByteFallback"},
        {"type": "Fuse"},
        {"type": "Strip", "content": " ", "start": 1, "stop": 0},
    ],
}
DECODERS = {
    "none": None,
    "ByteLevel": {
        "type": "ByteLevel",
        "add_prefix_space": True,
        "trim_offsets": True,
        "use_regex": True,
    },
    "Metaspace always": {
        "type": "Metaspace",
        "replacement": "▁",
        "prepend_scheme": "always",
        "split": True,
    },
    "Metaspace never": {
        "type": "Metaspace",
        "replacement": "▁",
        "prepend_scheme": "never",
        "split": True,
    },
    "Metaspace first": {
        "type": "Metaspace",
        "replacement": "▁",
        "prepend_scheme": "first",
        "split": True,
    },
    "BPEDecoder": {"type": "BPEDecoder", "suffix": "</w>"},
    "ByteFallback": {"type": "ByteFallback"},
    "Fuse": {"type": "Fuse"},
    "Strip": {"type": "Strip", "content": "h", "start": 1, "stop": 1},
    "Strip blanks": {"type": "Strip", "content": " ", "start": 2, "stop": 0},
    "Replace": {"type": "Replace", "pattern": {"Regex": "[ab]+"}, "content": "$0"},
    "WordPiece": {"type": "WordPiece", "prefix": "##", "cleanup": True},
    "WordPiece untidied": {"type": "WordPiece", "prefix": "##", "cleanup": False},
    "Llama": LLAMA,
    # Bytes that are no text are a piece each for what follows.
    "ByteFallback, WordPiece": {
        "type": "Sequence",
        "decoders": [
            {"type": "ByteFallback"},
            {"type": "WordPiece", "prefix": "##", "cleanup": False},
        ],
    },
    "ByteFallback, Strip": {
        "type": "Sequence",
        "decoders": [
            {"type": "ByteFallback"},
            {"type": "Strip", "content": "\ufffd", "start": 1, "stop": 0},
        ],
    },
}


def main(fixtures):
    count = len(TOKENS)
    texts = [
        [], [1], [0, 1, 0], [3, 1], [1, 3], [14, 3, 14], [6, 7], [6, 1, 7], [8, 9, 1, 6, 7], [23], [10, 11, 2], [4, 4, 1, 4],
        [15, 16], [1, 17, 13, 12, 18, 26], [5, 5, 1, 5], [22, 22], [24, 1, 24], [25, 25, 1], [27, 1], [29, 28], [20, 21],
        list(range(count)), list(reversed(range(count))),
    ]
    cases = {}
    for name, decoder in DECODERS.items():
        tokenizer = Tokenizer.from_str(json.dumps({
            "version": "1.0", "truncation": None, "padding": None, "normalizer": None, "pre_tokenizer": None,
            "post_processor": None, "decoder": decoder,
            "added_tokens": [{"id": 0, "content": "<s>", "single_word": False, "lstrip": False, "rstrip": False,
                              "normalized": False, "special": True}],
            "model": {"type": "WordLevel", "vocab": {token: i for i, token in enumerate(TOKENS)}, "unk_token": "a"},
        }))
        cases[name] = {"decoder": decoder, "said": [tokenizer.decode(ids, skip_special_tokens=True) for ids in texts]}
    path = pathlib.Path(fixtures) / "tokenizer-decoders.json"
    lines = [f"  {json.dumps(name)}: {json.dumps(case, ensure_ascii=True)}" for name, case in cases.items()]
    path.write_text(
        f'{{"tokens": {json.dumps(TOKENS)},\n "texts": {json.dumps(texts)},\n "cases": {{\n' + ",\n".join(lines) + "\n}}\n"
    )


main(*sys.argv[1:])
