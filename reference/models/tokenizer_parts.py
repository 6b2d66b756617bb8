"""Every part of tokenizer.json that the reference implementation knows, alone and in company, and its ids.

    python tokenizer_parts.py FIXTURES      (tokenizers 0.23.3)

Makes tokenizer-parts.json:
    texts     awkward ones, and some for added tokens
    letters   every character that stands in a text, or in one that was normalized
    cases     {name: {json: tokenizer.json without what follows, ids: [ids of each text, special tokens included],
              refused: the reference's message, in place of ids}}
Where a case has no "model", it is WordPiece with an id for every character at a word's start (2 i + 1) and behind it
(2 i + 2), i its place in `letters`; so that ids tell where every word begins. 0 is "[UNK]".
"""

import json
import sys

from awkward_texts import HAND
from tokenizers import Tokenizer, normalizers

ADDED = [
    "a<x>b", "a <x> b", "a  <x>\t b", "a\u0085<x>\u3000b", "a\ufeff<x>\ufeffb", "a\u180e<x>\u200bb", "<x>", " <x> ", "<x><x> <x>",
    "<x>s", "s<x>", "é<x>", "_<x>-<x>", "٣<x>", "\u0301<x>\u200d", "<X> <x>", "<xy> <x <xyz>", "xfoo foo foo. FOO afoo foob a foo b",
    "foo", " foo", "▁foo", "a▁foo", "a foo", "foofoo", "foo\nfoo", "<x>foo <x> foo<x>", "ＦＯＯ ﬁ <ｘ>", "ÀB àb",
    "aaa aaaa aaaaa", "HelloWorld fooBar ABc x1y22z333", "a'S b'LL c'ſ K\u212a k", "line one\nline two\n", "\n\na\n", "a.b..c...d",
    "x² ½y ¹¼-¾ ³ Ⅷ", "aXbXXcXXXd", "XX", "XaX", "  a  b  ", "0xFF deadBEEF g", "tab\tvt\x0bff\x0cnel\u0085ls\u2028x", "naïve_word été٣९ ǅ a\u0301b 𝔘x",
    "ab abc b a bca cab aab", "abab baab", "a\U0001f600b", "中文 ab", "12+3=15",
    # Characters of Unicode 17; a text that begins with what normalizers take away; what vanishes between blanks.
    "a\u0cdcb \U0002b73ax\U00011de3 1\U00011de0 \ua7cea \u1acf\u1aebz \u20c1+", "\u0001\u0002a <x>", "\u0301a", "\u0301\u0302\u0301 <x>", "a  é  b", "  中  a",
    # Two ways of nearly the same score.
    "gof" * 8, "gof" * 22 + "x" + "gof" * 8,
]


def texts():
    return [text for text in HAND if len(text) < 28] + ADDED


def regex(pattern, behavior="Isolated", invert=False):
    return {"type": "Split", "pattern": {"Regex": pattern}, "behavior": behavior, "invert": invert}


def string(pattern, behavior="Isolated", invert=False):
    return {"type": "Split", "pattern": {"String": pattern}, "behavior": behavior, "invert": invert}


def sequence(*steps):
    return {"type": "Sequence", "pretokenizers": list(steps)}


def byte_level(prefix=False, words=True):
    return {"type": "ByteLevel", "add_prefix_space": prefix, "trim_offsets": True, "use_regex": words}


def metaspace(scheme, split=True):
    return {"type": "Metaspace", "replacement": "▁", "prepend_scheme": scheme, "split": split}


BEHAVIORS = ["Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"]
LLAMA_3 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
CL100K = (
    r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+"
)
O200K = (
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|"
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|"
    r"\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
DEEPSEEK = r"[!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
REGEXES = {
    "word in brackets": r"[\w]+", "no word in brackets": r"[^\w\s]", "not a word in brackets": r"[\W]+", "word with more": r"[\w-]+", "word": r"\w+",
    "llama 3": LLAMA_3, "cl100k": CL100K, "o200k": O200K, "deepseek": DEEPSEEK,
    "empty matches": r"(?=[A-Z])", "maybe nothing": "X*", "words": r"\w+", "no words": r"\W", "boundaries": r"\bfoo\b|\B\.",
    "digits": r"\d", "no digits": r"\D+", "hex": r"0x\h+", "dot": "a.", "line": "^.", "line end": ".$", "whole": r"\A.|.\z|.\Z",
    "behind": r"(?<=a)b|(?<!a)b", "posix": "[[:alpha:]]+|[[:punct:]]", "intersection": r"[\p{L}&&[^a-f]]+", "han": r"\p{Han}|[一-龥]",
    "no property": r"\p{^L}+", "atomic": "(?>a+)b|(?>ab|a)c", "possessive": "a*+b|b?+a", "interval": "a{2}|b{1,}|c{,2}d",
    "interval of interval": "a{1,2}+", "lazy": "a+?b|a??", "case": "(?i)foo|ab(?-i:X)", "case in class": "(?i:[a-fk]+)", "escapes": r"\t|\n|\x41|\u00e9|\x{4e2d}|\-|\.",
    "class escapes": r"[\s\d\-\]x]+", "brackets": "[a\\-z[0-9]&]+", "groups": "(a|(b))(?<n>c)?", "comment": "(?#nothing)a", "minus": "[+-=]|[a-]", "blanks": r"\S+|\s+", "runs": " {2,}",
    "backreference": r"(a)\1", "unknown property": r"\p{Nope}", "next match": r"\Ga", "newline kinds": r"\R", "unbalanced": "(a", "nothing to repeat": "*a",
}
PRE = {
    **{f"Punctuation {b}": {"type": "Punctuation", "behavior": b} for b in BEHAVIORS},
    **{f"Split string {b}{' inverted' if i else ''}": string("X", b, i) for b in BEHAVIORS for i in (False, True)},
    **{f"Split regex {b}{' inverted' if i else ''}": regex(r"\p{L}+|X", b, i) for b in BEHAVIORS for i in (False, True)},
    **{f"Regex {name}": regex(r) for name, r in REGEXES.items()},
    "Split string nothing": string(""), "Split string special": string("."), "Punctuation": {"type": "Punctuation"},
    "Whitespace": {"type": "Whitespace"}, "WhitespaceSplit": {"type": "WhitespaceSplit"}, "BertPreTokenizer": {"type": "BertPreTokenizer"},
    "Digits": {"type": "Digits", "individual_digits": False}, "Digits one by one": {"type": "Digits", "individual_digits": True},
    "CharDelimiterSplit": {"type": "CharDelimiterSplit", "delimiter": "o"}, "FixedLength": {"type": "FixedLength", "length": 3},
    **{f"Metaspace {s} {'split' if w else 'whole'}": metaspace(s, w) for s in ("always", "first", "never") for w in (True, False)},
    "Metaspace older": {"type": "Metaspace", "replacement": "▁", "add_prefix_space": True},
    "Metaspace contradiction": {"type": "Metaspace", "replacement": "▁", "add_prefix_space": False, "prepend_scheme": "always"},
    "Metaspace both": {"type": "Metaspace", "replacement": "▁", "add_prefix_space": True, "prepend_scheme": "never"},
    **{f"ByteLevel {p} {w}": byte_level(p, w) for p in (False, True) for w in (False, True)},
    "Sequence blanks, metaspace first": sequence({"type": "WhitespaceSplit"}, metaspace("first")),
    "Sequence digits, bytes": sequence({"type": "Digits", "individual_digits": True}, byte_level()),
    "Sequence regex, bytes": sequence(regex(LLAMA_3), byte_level(words=False)),
    "Sequence bytes, digits": sequence(byte_level(), {"type": "Digits", "individual_digits": True}),
    "Sequence bytes twice": sequence(byte_level(), byte_level(words=False)),
    "Sequence punctuation, metaspace first": sequence({"type": "Punctuation", "behavior": "Removed"}, metaspace("first", False)),
    "Sequence of sequences": sequence(sequence({"type": "WhitespaceSplit"}, {"type": "Punctuation"}), {"type": "Digits"}),
    "Sequence of none": sequence(), "UnicodeScripts": {"type": "UnicodeScripts"},
}


def replace(content, **pattern):
    return {"type": "Replace", "pattern": pattern, "content": content}


def normals(*steps):
    return {"type": "Sequence", "normalizers": list(steps)}


def bert(**changes):
    return {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "strip_accents": None, "lowercase": True, **changes}


def strip(left, right):
    return {"type": "Strip", "strip_left": left, "strip_right": right}


PREPEND = {"type": "Prepend", "prepend": "▁"}
LLAMA_2 = normals(PREPEND, replace("▁", String=" "))
NORMAL = {
    **{name: {"type": name} for name in ("NFC", "NFD", "NFKC", "NFKD", "Lowercase", "StripAccents", "Nmt", "ByteLevel")},
    "Strip both": strip(True, True), "Strip left": strip(True, False), "Strip right": strip(False, True), "Prepend": PREPEND, "Llama 2": LLAMA_2,
    "Replace string": replace("$&y", String="a."), "Replace regex": replace("$1<", Regex=r"(\s)+"), "Replace nothing": replace("x", String=""),
    "Bert": bert(), "Bert cased": bert(lowercase=False), "Bert accents": bert(strip_accents=False), "Bert as it is": bert(clean_text=False, handle_chinese_chars=False),
    "Bert strips": bert(strip_accents=True, lowercase=False), "Sequence": normals({"type": "NFD"}, {"type": "StripAccents"}, {"type": "Lowercase"}, strip(True, True)),
    "Sequence of none": normals(),
}


def added(content, **flags):
    plain = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": False}
    return {"id": flags.pop("id", 50_000), "content": content, **plain, **flags}


FLAGS = {
    "plain": {}, "lstrip": {"lstrip": True}, "rstrip": {"rstrip": True}, "strips": {"lstrip": True, "rstrip": True}, "single word": {"single_word": True},
    "single word strips": {"single_word": True, "lstrip": True, "rstrip": True}, "normalized": {"normalized": True}, "special": {"special": True}, "special normalized": {"special": True, "normalized": True},
    "normalized strips": {"normalized": True, "lstrip": True, "rstrip": True}, "normalized single word": {"normalized": True, "single_word": True},
}


def cases():
    made = {f"pre_tokenizer {name}": {"pre_tokenizer": json} for name, json in PRE.items()}
    made |= {f"normalizer {name}": {"normalizer": json} for name, json in NORMAL.items()}
    made["normalizer Precompiled"] = {"normalizer": {"type": "Precompiled", "precompiled_charsmap": CHARSMAP}}
    made["normalizer Precompiled, metaspace first"] = {**made["normalizer Precompiled"], "pre_tokenizer": metaspace("first")}
    made["normalizer Strip, metaspace first"] = {"normalizer": strip(True, True), "pre_tokenizer": metaspace("first")}
    for name, flags in FLAGS.items():
        tokens = [added("<x>", **flags), added("foo", **flags), added("<xy>", **flags), added("ÀB", **flags)]
        made[f"added {name}"] = {"added_tokens": tokens, "pre_tokenizer": {"type": "WhitespaceSplit"}}
        made[f"added {name}, Llama 2"] = {"added_tokens": tokens, "normalizer": LLAMA_2}
        made[f"added {name}, Bert"] = {"added_tokens": tokens, "normalizer": bert(), "pre_tokenizer": {"type": "BertPreTokenizer"}}
        made[f"added {name}, metaspace first"] = {"added_tokens": tokens, "pre_tokenizer": metaspace("first")}
    spaces = [added(" " * n, normalized=True) for n in range(2, 5)]
    made["added runs of blanks"] = {"added_tokens": spaces, "normalizer": {"type": "NFC"}, "pre_tokenizer": byte_level()}
    # Blanks as tokens: what one of them took with its own blanks is not the next one.
    for name in ("strips", "single word strips", "normalized strips", "rstrip"):
        taken = [added("  ", **FLAGS[name]), added("\n\n", **FLAGS[name])]
        made[f"added blanks, {name}"] = {"added_tokens": taken, "pre_tokenizer": {"type": "WhitespaceSplit"}}
    made["added nothing once normalized"] = {"added_tokens": [added("  ", normalized=True)], "normalizer": strip(True, True)}
    # A text whose beginning a normalizer takes away does not begin where the whole does.
    for name, json_ in {
        "Bert": bert(),
        "blanks": replace("", Regex=r"\s+"),
        "first letters": replace("", Regex=r"^(?:a|<x>)"),
        "Nmt": {"type": "Nmt"},
        "accents": normals({"type": "NFD"}, {"type": "StripAccents"}),
        "Llama 2": LLAMA_2,
        "stripped, prepended": normals(strip(True, False), PREPEND),
        "two for one": replace("x", String="aa"),
        "runs for one": replace("x", Regex="(?i)a+|b"),
        "two, lowered": normals(replace("x", String="aa"), {"type": "Lowercase"}),
    }.items():
        made[f"normalizer {name}, metaspace first"] = {"normalizer": json_, "pre_tokenizer": metaspace("first")}
    # One character becomes several, and the text is cut among them; something is put before it.
    for name, json_ in {
        "composed, then cut": {
            "normalizer": {"type": "NFKC"},
            "pre_tokenizer": sequence(string("2"), metaspace("first")),
        },
        "prepended, then cut": {
            "normalizer": PREPEND,
            "pre_tokenizer": sequence(
                {"type": "Punctuation", "behavior": "Isolated"}, metaspace("first")
            ),
        },
        "kept, then cut": {
            "normalizer": normals(strip(True, True), {"type": "StripAccents"}),
            "pre_tokenizer": sequence({"type": "WhitespaceSplit"}, metaspace("first")),
        },
        "one for one, then cut": {
            "normalizer": replace("y", String="a"),
            "pre_tokenizer": sequence(string("b"), metaspace("first")),
        },
        "prepended, then stripped": {
            "normalizer": normals({"type": "Prepend", "prepend": "x"}, {"type": "StripAccents"}),
            "pre_tokenizer": metaspace("first"),
        },
        "put before": {
            "normalizer": replace("b", Regex=r"^\s*"),
            "pre_tokenizer": metaspace("first"),
        },
        "composed, tokens cut": {
            "normalizer": {"type": "NFKC"},
            "pre_tokenizer": metaspace("first"),
            "added_tokens": [added("x2", normalized=True)],
        },
    }.items():
        made[f"{name}, metaspace first"] = json_
    made["added of the vocabulary"] = {"added_tokens": [added("a", id=7), added("##b", id=7), added("zz", id=3), added("", id=4), added("zz", id=9)]}
    return made | posts() | MODELS


def template(*pieces):
    single = [{"Sequence": {"id": p, "type_id": 0}} if p in "AB" else {"SpecialToken": {"id": p, "type_id": 0}} for p in pieces]
    specials = {p: {"id": p, "ids": [i + 3, 1], "tokens": [p, p]} for i, p in enumerate(pieces) if p not in "AB"}
    return {"type": "TemplateProcessing", "single": single, "pair": [], "special_tokens": specials}


def posts():
    bert_post = {"type": "BertProcessing", "sep": ["x", 5], "cls": ["y", 6]}
    roberta = {"type": "RobertaProcessing", "sep": ["x", 5], "cls": ["y", 6], "trim_offsets": True, "add_prefix_space": True}
    byte = {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": False, "use_regex": True}
    parts = {
        "Bert": bert_post, "Roberta": roberta, "ByteLevel": byte, "Template": template("<s>", "A", "</s>"), "Template before": template("<s>", "<t>", "A"), "Template alone": template("A"),
        "Sequence": {"type": "Sequence", "processors": [byte, template("<s>", "A"), roberta]},
    }
    return {f"post_processor {name}": {"post_processor": json} for name, json in parts.items()}


def model(kind, tokens, **fields):
    return {"type": kind, "vocab": {token: i for i, token in enumerate(tokens)}, **fields}


ABC = ["<unk>", "a", "b", "c", "ab", "abc", "bc", "aa", " ", "▁", "▁a", "▁ab", "1", "2", "3", "+", "=", "5"]
MERGES = [["a", "b"], ["b", "c"], ["ab", "c"], ["a", "a"], ["▁", "a"], ["▁a", "b"]]
BYTES = [f"<0x{b:02X}>" for b in range(256)]


def bpe(tokens=ABC, merges=MERGES, **fields):
    return {"model": model("BPE", tokens, merges=merges, **fields)}


MARKED = ["[U]", "a", "b", "##a", "##b", "a</w>", "##b</w>", "##a</w>", "ab", "ab</w>", "##ab</w>", "aab</w>"]
MODELS = {
    "BPE": bpe(), "BPE unk": bpe(unk_token="<unk>"), "BPE unk fused": bpe(unk_token="<unk>", fuse_unk=True), "BPE unk not there": bpe(unk_token="<no>"),
    "BPE bytes": bpe(ABC + BYTES, byte_fallback=True), "BPE some bytes": bpe(ABC + BYTES[:0xC4], byte_fallback=True, unk_token="<unk>", fuse_unk=True),
    "BPE some bytes apart": bpe(ABC + BYTES[:0xC4], byte_fallback=True, unk_token="<unk>"), "BPE some bytes, no unk": bpe(ABC + BYTES[0x70:], byte_fallback=True),
    "BPE whole words": {**bpe(ignore_merges=True, merges=MERGES[:1]), "pre_tokenizer": {"type": "WhitespaceSplit"}},
    "BPE older merges": bpe(merges=["#version: 0.2", *[" ".join(m) for m in MERGES]]), "BPE merges twice": bpe(merges=[*MERGES, ["a", "b"]]),
    "BPE prefix and suffix": {**bpe(MARKED, [["a", "##b"], ["##a", "##b</w>"], ["a", "##ab</w>"], ["a", "##b</w>"]], continuing_subword_prefix="##", end_of_word_suffix="</w>", unk_token="[U]"), "pre_tokenizer": {"type": "WhitespaceSplit"}},
    "BPE Llama 2": {**bpe(unk_token="<unk>", fuse_unk=True), "normalizer": LLAMA_2}, "BPE mark within": {**bpe(ABC + ["b▁", "b▁a"], [["b", "▁"], *MERGES, ["b▁", "a"]], unk_token="<unk>"), "normalizer": LLAMA_2},
    "BPE no mark": {**bpe([t for t in ABC if "▁" not in t], MERGES[:4], unk_token="<unk>", fuse_unk=True), "normalizer": LLAMA_2},
    # Where nothing stands for what is unknown, it vanishes, and marks come to stand together.
    "BPE Llama 2, no unk": {**bpe(ABC + ["▁▁", "▁▁▁▁"], [["▁", "▁"], ["▁▁", "▁▁"], *MERGES]), "normalizer": LLAMA_2},
    "BPE Llama 2, all bytes": {**bpe(ABC + ["▁▁", "▁▁▁▁"] + BYTES, [["▁", "▁"], ["▁▁", "▁▁"], *MERGES], byte_fallback=True), "normalizer": LLAMA_2},
    "BPE byte level": {**bpe(["Ġ", "a", "b", "Ġa", "Ċ", "1", "ab"], [["Ġ", "a"], ["a", "b"]]), "pre_tokenizer": byte_level()},
    "BPE merge of nothing": bpe(merges=[["a", "x"]]), "BPE merge to nothing": bpe(merges=[["b", "a"]]), "BPE merge of three": bpe(merges=["a b c"]), "BPE dropout": bpe(dropout=0.5), "BPE dropout 0": bpe(dropout=0.0),
    "WordLevel": {"model": model("WordLevel", ["<unk>", "a", "foo", "b", "ab"], unk_token="<unk>"), "pre_tokenizer": {"type": "Whitespace"}},
    "WordLevel no unk": {"model": model("WordLevel", ["a", "foo"], unk_token="<unk>")},
    "WordPiece": {"model": model("WordPiece", ["[UNK]", "a", "##b", "foo", "##o", "fo", "##ob", "1", "##2", "##a"], unk_token="[UNK]", continuing_subword_prefix="##", max_input_chars_per_word=4), "pre_tokenizer": {"type": "WhitespaceSplit"}},
    "Unigram": {"model": {"type": "Unigram", "unk_id": 0, "byte_fallback": False, "vocab": [["<unk>", 0.0], ["a", -1.5], ["b", -2.0], ["ab", -3.0], ["▁", -1.0], ["▁a", -2.2], ["foo", -4.0], ["aa", -2.9], ["fo", -1.0], ["o", -1.1], ["oo", -0.5]]}, "pre_tokenizer": metaspace("always")},
    "Unigram bytes": {"model": {"type": "Unigram", "unk_id": 0, "byte_fallback": True, "vocab": [["<unk>", 0.0], ["a", -1.5], ["b", -2.0], ["▁", -1.0], *[[b, -9.0] for b in BYTES]]}, "normalizer": LLAMA_2},
    "Unigram ties": {"model": {"type": "Unigram", "unk_id": 0, "byte_fallback": False, "vocab": [["<unk>", 0.0], ["g", -9.716539681396139], ["o", -5.105570326560143], ["f", -5.689794485906853], ["gof" * 5, -5.41410639850456], ["x", -9.71703968139614]]}},
    "Unigram no unk": {"model": {"type": "Unigram", "unk_id": None, "byte_fallback": False, "vocab": [["a", -1.0], ["b", -1.0]]}},
    "Unigram of none": {"model": {"type": "Unigram", "unk_id": 3, "byte_fallback": False, "vocab": [["a", -1.0], ["b", -1.0]]}},
}
# SentencePiece 0.2.1's table for these rules: ａ a | ﬁ fi | é e | e U+0301 e | 中 (nothing) | \t " " | ＦＯＯ foo
CHARSMAP = "AAQAAAAgAAAJDQAAAQAAgMwYAgCBBQAACgAAgIAFAAAGAACAuLACAK0NAAAAAACArBgCAIEFAAAMAACAprgDAO+MAgC8uAIAr7ADAO/0AgC8oAIArwUAAA8AAICBBQAACAAAgJ9kAgCYFAIAvTQCALzMAgCABQAAAwAAgB8AAAAeAAAAIQAAACAAAAAjAAAAIgAAACUAAAAkAAAAJwAAACYAAAApAAAAKAAAACsAAAAqAAAALQAAACwAAAAvAAAAqakAADEAAAAwAAAAMwAAADIAAAA1AAAANAAAADcAAAA2AAAAOQAAADgAAAA7AAAAOgAAAD0AAAA8AAAAPwAAAD4AAABBAAAAQAAAAEMAAABCAAAARQAAAEQAAABHAAAARgAAAEkAAABIAAAASwAAAEoAAABNAAAATAAAAE8AAABOAAAAUQAAAFAAAABTAAAAUgAAAFUAAABUAAAAVwAAAFYAAABZAAAAWAAAAFsAAABaAAAAXQAAAFwAAABfAAAAXgAAAGEAAABgAAAAYwAAAGIAAABlAAAAZAAAAGcAAABmAAAAaQAAAGgAAABrAAAAagAAAG0AAABliAIAbwAAAG4AAABxAAAAcAAAAHMAAAByAAAAdQAAAHQAAAB3AAAAdgAAAHkAAAB4AAAAewAAAHoAAAB9AAAAfAAAAH8AAAB+AAAAgQAAAIAAAACDAAAAggAAAIUAAACEAAAAhwAAAIYAAACJAAAAiAAAAIsAAACKAAAAjQAAAIwAAACPAAAAjgAAAJEAAACQAAAAkwAAAJIAAACVAAAAlAAAAJcAAACWAAAAmQAAAJgAAACbAAAAmgAAAJ0AAACcAAAAnwAAAJ4AAAChAAAAoAAAAKMAAACiAAAApQAAAKQAAACnAAAApgAAAKkAAACoAAAAqwAAAKoAAACtAAAArAAAAK8AAACuAAAAsQAAALAAAACzAAAAsgAAALUAAAC0AAAAtwAAALYAAAC5AAAAuAAAALsAAAC6AAAAvQAAALwAAAC/AAAAvgAAAMEAAADAAAAAwwAAAMIAAADFAAAAxAAAAMcAAADGAAAAyQAAAMgAAADLAAAAwzQBAM0AAADMAAAAzwAAAM4AAADRAAAA0AAAANMAAADSAAAA1QAAANQAAADXAAAA1gAAANkAAADYAAAA2wAAANoAAADdAAAA3AAAAN8AAADeAAAA4QAAAOAAAADjAAAA4gAAAOUAAADkAAAA5wAAAO8AAQDpAAAA6AAAAOsAAADqAAAA5HABAOwAAADvAAAA7gAAAPEAAADwAAAA8wAAAPIAAAD1AAAA9AAAAPcAAAD2AAAA8PwBAPgAAAD7AAAA+gAAAP0AAAD8AAAA/wAAAP4AAAAAIAA6KQBBAGEAZQBmaQBmb28A"


def whole(json, letters):
    pieces = {"[UNK]": 0}
    for i, letter in enumerate(letters):
        pieces[letter] = 2 * i + 1
        pieces["##" + letter] = 2 * i + 2
    wordpiece = {"type": "WordPiece", "vocab": pieces, "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 10_000}
    empty = {"version": "1.0", "truncation": None, "padding": None, "added_tokens": [], "normalizer": None, "pre_tokenizer": None, "post_processor": None, "decoder": None}
    return {**empty, "model": wordpiece, **json}


def letters_of(all_texts, all_cases):
    found = set("".join(all_texts)) | set("▁ Ġ")
    for case in all_cases.values():
        if "normalizer" in case:
            bare = Tokenizer.from_str(json.dumps(whole({"normalizer": case["normalizer"]}, "a")))
            for text in all_texts:
                found |= set(bare.normalizer.normalize_str(text))
    bytes_too = Tokenizer.from_str(json.dumps(whole({"normalizer": {"type": "ByteLevel"}}, "a")))
    for text in all_texts:
        found |= set(bytes_too.normalizer.normalize_str(text))
        found |= set(bytes_too.normalizer.normalize_str(bytes_too.normalizer.normalize_str(text)))
    return "".join(sorted(found))


def main(out):
    all_texts, all_cases = texts(), cases()
    letters = letters_of(all_texts, all_cases)
    result = {}
    for name, case in all_cases.items():
        try:
            tokenizer = Tokenizer.from_str(json.dumps(whole(case, letters)))
        except Exception as error:
            result[name] = {"json": case, "refused": str(error)}
            continue
        ids = []
        for text in all_texts:
            try:
                ids.append(tokenizer.encode(text).ids)
            except BaseException as error:  # Rust's panics are no Exception.
                ids.append(str(error))
        result[name] = {"json": case, "ids": ids}
    with open(f"{out}/tokenizer-parts.json", "w") as file:
        json.dump({"texts": all_texts, "letters": letters, "cases": result}, file, separators=(",", ":"), ensure_ascii=True)
        file.write("\n")
    for name, case in result.items():
        if "refused" in case:
            print(name, "refused:", case["refused"])


main(*sys.argv[1:])
