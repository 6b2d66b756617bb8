"""Small trained tokenizers of the makes that BERT and Llama checkpoints come with, and their ids of the awkward texts.

    python tiny_tokenizers.py OUT_FOLDER      (tokenizers 0.23.3)

Makes tiny-tokenizers.json: {texts, tokenizers: {name: {json: tokenizer.json's content, ids: [ids of each text]}}}
    wordpiece   BERT: BertNormalizer, BertPreTokenizer, [CLS] ... [SEP]
    digits      SmolLM2: digits one by one, then byte-level BPE
    split       Llama 3: a regular expression, then byte-level BPE; <bos> ...; ignore_merges
    metaspace   Llama 2: spaces as U+2581, BPE with byte fallback; <s> ...
"""

import json
import random
import sys

from awkward_texts import HAND
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

VOCABULARY = 420
LLAMA3_SPLIT = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
BYTES = pre_tokenizers.ByteLevel.alphabet()


def main(out):
    texts = [text for text in HAND if len(text) < 120]
    corpus = texts * 3 + english()
    made = {}
    for make in (wordpiece, digits, split, metaspace):
        tokenizer = make(corpus)
        ids = [encoding.ids for encoding in tokenizer.encode_batch(texts)]
        made[make.__name__] = {"json": json.loads(tokenizer.to_str()), "ids": ids}
    with open(f"{out}/tiny-tokenizers.json", "w") as file:
        json.dump({"texts": texts, "tokenizers": made}, file, separators=(",", ":"))
        file.write("\n")


def english():
    words = "the a of and to in is was that it for film movie good bad story with as his her you're don't 12 345 ".split()
    rng = random.Random(5)
    return [" ".join(rng.choice(words) for _ in range(12)) for _ in range(100)]


def around(before, after, specials):
    template = " ".join([*before, "$A", *after])
    return processors.TemplateProcessing(single=template, pair=template + " $B:1", special_tokens=specials)


def wordpiece(corpus):
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    specials = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    tokenizer.train_from_iterator(corpus, trainers.WordPieceTrainer(vocab_size=VOCABULARY, special_tokens=specials))
    tokenizer.post_processor = around(["[CLS]"], ["[SEP]"], [("[CLS]", 2), ("[SEP]", 3)])
    tokenizer.decoder = decoders.WordPiece()
    return tokenizer


def digits(corpus):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    trainer = trainers.BpeTrainer(vocab_size=VOCABULARY, special_tokens=["<|endoftext|>"], initial_alphabet=BYTES)
    tokenizer.train_from_iterator(corpus, trainer)
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=True)
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def split(corpus):
    tokenizer = Tokenizer(models.BPE(ignore_merges=True))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(LLAMA3_SPLIT), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    trainer = trainers.BpeTrainer(vocab_size=VOCABULARY, special_tokens=["<bos>", "<eos>"], initial_alphabet=BYTES)
    tokenizer.train_from_iterator(corpus, trainer)
    tokenizer.post_processor = processors.Sequence(
        [processors.ByteLevel(trim_offsets=False), around(["<bos>"], [], [("<bos>", 0)])]
    )
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def metaspace(corpus):
    bytes_first = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256))]
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY + 140, special_tokens=bytes_first, limit_alphabet=60, show_progress=False
    )
    trained = Tokenizer(models.BPE())
    trained.pre_tokenizer = pre_tokenizers.Metaspace()
    trained.train_from_iterator(corpus, trainer)
    model = json.loads(trained.to_str())["model"]
    tokenizer.model = models.BPE(
        model["vocab"], [tuple(merge) for merge in model["merges"]], unk_token="<unk>", fuse_unk=True, byte_fallback=True
    )
    tokenizer.add_special_tokens(["<unk>", "<s>", "</s>"])
    tokenizer.post_processor = around(["<s>"], [], [("<s>", 1)])
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    )
    return tokenizer


main(*sys.argv[1:])
