"""Texts that tokenizers disagree on. Used by token_ids.py; kept apart so that a new case is one line."""

import random

HAND = [
    "",
    " ",
    "   ",
    "\t",
    "\n",
    "\r\n",
    "a",
    "Hello world",
    "  leading and trailing  ",
    "two  spaces   three",
    "tabs\tand\nnewlines\r\nmixed \t\n here",
    "The quick brown fox jumps over the lazy dog.",
    "MiXeD CaSe, UPPER lower ÀÉÎ ßẞ İıIi",
    "don't can't it's I'll you've he'd we're I'M DON'T",
    "``quoted'' -- and ---- dashes - – — ― …",
    "3.14159 1,000,000 2023-12-14 007 1e-10 ٣٤٥ 四五 ½ ² ⅷ ①",
    "12345678901234567890",
    "a1b2c3 x86_64 3D 4K",
    "https://example.org/path?q=1&r=%20#frag user@example.com",
    "C:\\Windows\\System32 /usr/local/bin ~/.bashrc",
    "if (a[i] >= 10 && b != null) { return x->y; } // comment",
    "$100 €50 £20 ¥9 50% #hashtag @name ^caret ~tilde `tick` |bar|",
    "!?!?!?... ;;;;; ((())) [[]] {{}} <<>>",
    "Café naïve résumé Ångström Zoë",
    "Cafe\u0301 nai\u0308ve re\u0301sume\u0301 A\u030angstro\u0308m",
    "z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319a\u0310l\u0310g\u0321o",
    "ﬁ ﬂ ﬀ Ⅷ ㎏ ℃ ™ ® ©",
    "ＦＵＬＬ ｗｉｄｔｈ １２３",
    "中文字符测试",
    "日本語のテキスト カタカナ ｶﾀｶﾅ 漢字",
    "한국어 텍스트 \u1112\u1161\u11ab\u1100\u1173\u11af",
    "mixed中文and英文words",
    "𠀀𠀁 𪚥 𫝀 ext-B ideographs",
    "Русский текст Ёё Йй",
    "Ελληνικά κείμενο ΣΊΣΥΦΟΣ ς",
    "עברית טקסט שָׁלוֹם",
    "العربية نص مُحَمَّد",
    "हिन्दी पाठ क्षत्रिय",
    "ภาษาไทยไม่มีช่องว่าง",
    "Tiếng Việt có dấu đầy đủ",
    "ქართული Հայերեն አማርኛ",
    "😀 😃👍🏽 👨‍👩‍👧‍👦 🇫🇷 ❤️ ☺ ✨",
    "emoji😀inside🎉words",
    "zero\u200bwidth\u200cnon\u200djoiner\u2060word\ufeffjoiner",
    "soft\u00adhyphen nbsp\u00a0here thin\u2009space em\u2003space ideo\u3000space",
    "\u1680ogham \u2028line sep\u2029para sep \u0085nel \u180emongolian",
    "nul\x00char bell\x07 esc\x1b[0m del\x7f c1\x80\x9f vt\x0b ff\x0c us\x1f fs\x1c",
    "replacement \ufffd private \ue000 \U000f0000 noncharacter \uffff unassigned \u0378",
    "rtl \u202eoverride\u202c marks \u200e\u200f",
    "[CLS] [SEP] [MASK] [PAD] [UNK] literal",
    "[cls]lower [CLS]glued[SEP]",
    "<|endoftext|> <|im_start|>user\nhi<|im_end|> <repo_name>glued<file_sep>",
    "<|im_start|><|im_end|>",
    "x" * 99,
    "x" * 100,
    "x" * 101,
    "pneumonoultramicroscopicsilicovolcanoconiosis" * 5,
    "é" * 101,
    "ab " * 300,
    "##ing ##s # #",
    "ing##",
    "'s 't 're ' s '' '''",
    " 's",
    "a\u0300b\u0301c\u0302 \u0300 leading mark",
    "İstanbul ISTANBUL ıstanbul",
    "ǅ ǆ Ǆ ŉ ΐ ᾳ ᾼ",
    "_under_score_ __dunder__ _ __",
    "a-b-c a_b_c a.b.c a'b'c",
    "  \n\n  \n  paragraph\n\n\tindent",
    "end with spaces   ",
    "end with newline\n",
    "\n\nstart",
    "a movie that 's both funny and -lrb- surprisingly -rrb- moving .",
    "Q: What is 2+2? A: 4.",
    "ABCdefGHI iPhone McDonald's eBay",
    "⠓⠑⠇⠇⠕ ♔♕ ∑∫√ ∀x∈ℝ α≤β → ⇒",
    "𝓈𝒸𝓇𝒾𝓅𝓉 𝔽𝕣𝕒𝕜𝕥𝕦𝕣 ｃ",
    "\U0001d7d8\U0001d7d9 \u0e51\u0e52 \u09e6",
    "\u2160\u2161 \u3007 \u3021 \u2f00 \uf900 \ufa0e \u2e80",
]

ALPHABET = (
    "aA zZ 09 .,'\"-_ \t\n "
    "éÉßİıÀ̀́ ̈中文漢かカ한ㅎ"
    "אَבُعरि ไทย😀👍🏽‍️"
    "\u00a0\u2003\u200b\u200d\u00ad\u0000\u001f\u007f\u0085\ufeff\ufffd№½²Ⅷ①§¶×÷€$+<=>^`|~“”‘’«»…、。"
)


def texts():
    """HAND, then 200 strings drawn from ALPHABET, then 100 from all of Unicode; the same on every run."""
    rng = random.Random(3)
    drawn = ["".join(rng.choice(ALPHABET) for _ in range(rng.randint(1, 24))) for _ in range(200)]
    wild = ["".join(_scalar(rng) for _ in range(rng.randint(1, 12))) for _ in range(100)]
    return HAND + drawn + wild


def _scalar(rng):
    """A character of a plane that has any; never a surrogate."""
    while True:
        code = rng.choice([rng.randrange(0x20, 0x3000), rng.randrange(0x3000, 0x10000), rng.randrange(0x10000, 0x1FB00)])
        if not 0xD800 <= code <= 0xDFFF:
            return chr(code)
