"""Small files in the shapes in which the data sets of the recipes are published, with invented rows, and what
their tasks must then hold, for packages/lab/src/tasks/recipes/fixtures.

    python reference/tasks/recipes.py packages/lab/src/tasks/recipes/fixtures

Needs pyarrow (26.0.1). A set's rows are said once; each release writes the same rows in its own shape, and all must
give the same task. Column names, types, label encodings, splits and file names are, as far as they could be read, those
of the sets' pages and loading programs, of EleutherAI/w2s (w2s/ds_registry.py, which reads 21 of the paper's 22
sets), and of the published files. Of ai2_arc, truthful_qa, multirc's "idx" and some configurations' names they are from
memory; no hub release was downloaded.

expected.json: by recipe and part, in the files' order,
    table    [text, class, group]
    choices  [text of the right choice, texts of the wrong ones, group]
    pairs    [better, worse, group]
where equal groups stand for one group. Written here by templates of this file's own.
"""

import csv
import gzip
import json
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

ROOT = Path(sys.argv[1])
EXPECTED = {}


def place(recipe, release, path):
    file = ROOT / recipe / release / path
    file.parent.mkdir(parents=True, exist_ok=True)
    return file


def parquet(recipe, path, rows, schema):
    """Rows as a shard of the hub: pyarrow's own form, as the datasets library writes it."""
    table = pa.Table.from_pylist(rows, schema=pa.schema(schema))
    pq.write_table(table, place(recipe, "hub", path), compression="snappy")


def jsonl(recipe, release, path, rows):
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    file = place(recipe, release, path)
    file.write_bytes(gzip.compress(text.encode(), mtime=0) if path.endswith(".gz") else text.encode())


def document(recipe, release, path, value):
    place(recipe, release, path).write_text(json.dumps(value, ensure_ascii=False, indent=1))


def table(recipe, release, path, rows, header=None, delimiter=","):
    with open(place(recipe, release, path), "w", newline="", encoding="utf-8") as file:
        if delimiter == "\t":
            for row in ([header] if header else []) + rows:
                file.write("\t".join(str(cell) for cell in row) + "\n")
        else:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerows(([header] if header else []) + rows)


def lines(recipe, release, path, rows):
    place(recipe, release, path).write_text("".join(f"{row}\n" for row in rows))


def expect(recipe, **parts):
    EXPECTED[recipe] = parts


TEXT, BOOL, LONG, INT = pa.string(), pa.bool_(), pa.int64(), pa.int32()
TEXTS = pa.list_(TEXT)
LETTERED = pa.struct([("text", TEXTS), ("label", TEXTS)])
SHARD = "00000-of-00001"
NAME = {"source": "train", "validation": "validation", "test": "test"}


def hub(recipe, folder, splits, make, schema):
    """One shard a split, in a copy of the set. `splits`: the split's name, and its rows."""
    for split, rows in splits.items():
        parquet(recipe, f"{folder}/{split}-{SHARD}.parquet", [make(row) for row in rows], schema)


def converted(recipe, config, splits, make, schema):
    """The same in the hub's conversion of a set that a program writes."""
    for split, rows in splits.items():
        parquet(recipe, f"{config}/{split}/0000.parquet", [make(row) for row in rows], schema)


def numbered(rows):
    return list(enumerate(rows))


# boolq: passage, question, answer.
train = [
    ("Moss grows on stones.", "does moss grow on stones", True),
    ("Moss grows on stones.", "does moss need soil", False),
    ("Owls hunt at night.", "do owls hunt by day", False),
    ('Owls hunt at night, "silently".', "are owls silent", True),
]
test = [("Tin melts at 232 degrees.", "does tin melt", True), ("Ice floats.", "does ice sink", False)]
make = lambda r: {"question": r[1], "answer": r[2], "passage": r[0]}
hub(
    "boolq",
    "data",
    {"train": train, "validation": test},
    make,
    [("question", TEXT), ("answer", BOOL), ("passage", TEXT)],
)
jsonl(
    "boolq",
    "SuperGLUE",
    "val.jsonl",
    [{"question": q, "passage": p, "idx": i, "label": a} for i, (p, q, a) in numbered(train)],
)
say = lambda rows: [[f"{p}\n{q}", int(a), p] for p, q, a in rows]
expect("boolq", source=say(train), test=say(test))

# cosmos_qa: id, context, question, four answers, label.
train = [
    (
        "a1",
        "Ann missed the bus, again.",
        "Why did Ann run?",
        ["She was late .", "She was cold .", "She was ill .", "None of the above choices ."],
        0,
    ),
    ("a2", "Ann missed the bus, again.", "What may Ann do next?", ["Fly .", "Walk .", "Sleep .", "Swim ."], 1),
    ("b1", "Bo baked bread.", "What did Bo need?", ["Snow .", "Sand .", "Ink .", "None of the above choices ."], 3),
]
test = [
    ("c1", "Cy lost a key.", "Where may it be?", ["On the moon .", "In a pocket .", "In a cloud .", "In a fish ."], 1)
]
columns = ["id", "context", "question", "answer0", "answer1", "answer2", "answer3", "label"]
make = lambda r: dict(zip(columns, [r[0], r[1], r[2], *r[3], r[4]]))
converted(
    "cosmos_qa",
    "default",
    {"train": train, "validation": test},
    make,
    [(c, TEXT) for c in columns[:-1]] + [("label", INT)],
)
for name, rows in (("train.csv", train), ("valid.csv", test)):
    table("cosmos_qa", "published", name, [[r[0], r[1], r[2], *r[3], r[4]] for r in rows], columns)


def choose(asked, choices, right, group):
    return [f"{asked}\n{choices[right]}", [f"{asked}\n{c}" for i, c in enumerate(choices) if i != right], group]


say = lambda rows: [choose(f"{c}\n{q}", a, n, c) for _, c, q, a, n in rows]
expect("cosmos_qa", source=say(train), test=say(test))

# dream: dialogue, its questions, id.
train = [
    (
        ["W: Where is the ink?", "M: In the box."],
        [
            ("Where is it?", ["In a cup.", "In the box.", "On a shelf."], "In the box."),
            ("Who asks?", ["A woman.", "A man.", "A child."], "A woman."),
        ],
        "1-10",
    ),
    (["M: Rain again."], [("How is the weather?", ["Dry.", "Hot.", "Wet."], "Wet.")], "1-11"),
]
test = [(["W: Tea?", "M: Please."], [("What is offered?", ["Tea.", "Milk.", "Soup."], "Tea.")], "2-1")]
flat = lambda rows: [(d, q, c, a, i) for d, questions, i in rows for q, c, a in questions]
make = lambda r: {"id": 0, "dialogue_id": r[4], "dialogue": r[0], "question": r[1], "choice": r[2], "answer": r[3]}
schema = [
    ("id", INT),
    ("dialogue_id", TEXT),
    ("dialogue", TEXTS),
    ("question", TEXT),
    ("choice", TEXTS),
    ("answer", TEXT),
]
converted("dream", "plain_text", {"train": flat(train), "validation": flat(test), "test": flat(test)}, make, schema)
for name, rows in (("train.json", train), ("test.json", test)):
    document(
        "dream",
        "published",
        name,
        [[d, [{"question": q, "choice": c, "answer": a} for q, c, a in qs], i] for d, qs, i in rows],
    )
say = lambda rows: [choose("\n".join(d) + f"\n{q}", c, c.index(a), i) for d, q, c, a, i in flat(rows)]
expect("dream", source=say(train), test=say(test))

# ETHICS. The hub's validation is the published test; its test, not read here, the hard one.
for config, stem, columns, train, test, text, group in [
    (
        "justice",
        "justice",
        ["label", "scenario"],
        [
            (1, "I deserve a raise because I work late."),
            (0, "I deserve a castle because I work late."),
            (0, "I usually greet Al but I did not because the sky is blue."),
            (1, "I usually greet Al but I did not because Al was away."),
        ],
        [(1, "I am entitled to rest because I am ill."), (0, "I am entitled to a crown because I am ill.")],
        lambda r: r[1],
        lambda r: r[1],
    ),
    (
        "deontology",
        "deontology",
        ["label", "scenario", "excuse"],
        [
            (0, "Could you feed the cat?", "But the cat can read."),
            (1, "Could you feed the cat?", "But the cat was fed."),
            (1, "I am a nurse.", 'So I should help the ill, "always".'),
            (0, "I am a nurse.", "So I should juggle."),
        ],
        [(1, "Can you shut the door?", "No, it is shut."), (0, "Can you shut the door?", "No, it is green.")],
        lambda r: f"{r[1]} {r[2]}",
        lambda r: r[1],
    ),
    (
        "virtue",
        "virtue",
        ["label", "scenario"],
        [
            (0, "Jo gave her lunch away. [SEP] greedy"),
            (1, "Jo gave her lunch away. [SEP] generous"),
            (0, "Jo gave her lunch away. [SEP] loud"),
            (0, "Ed ran from a mouse. [SEP] brave"),
            (1, "Ed ran from a mouse. [SEP] fearful"),
        ],
        [(1, "Flo told the truth. [SEP] honest"), (0, "Flo told the truth. [SEP] lazy")],
        lambda r: r[1].replace(" [SEP] ", "\n"),
        lambda r: r[1].split(" [SEP] ")[0],
    ),
]:
    recipe = f"ethics_{config}"
    schema = [(c, INT if c == "label" else TEXT) for c in columns]
    hub(recipe, config, {"train": train, "validation": test, "test": test}, lambda r: dict(zip(columns, r)), schema)
    for part, rows in (("train", train), ("test", test)):
        table(recipe, "published", f"{stem}_{part}.csv", [list(r) for r in rows], columns)
    say = lambda rows: [[text(r), r[0], group(r)] for r in rows]
    expect(recipe, source=say(train), test=say(test))

train = [
    ("I found a coin. It was gold.", "I found a coin."),
    ("I found a coin. It was old.", "I found a coin. It was a button."),
    ("I slept well, for once.", "I slept badly."),
]
test = [("I ate a pear.", "I ate a stone."), ("I saw a friend.", "I saw a wolf.")]
schema = [("baseline", TEXT), ("less_pleasant", TEXT)]
hub(
    "ethics_utilitarianism",
    "utilitarianism",
    {"train": train, "validation": test, "test": test},
    lambda r: dict(zip(["baseline", "less_pleasant"], r)),
    schema,
)
for part, rows in (("train", train), ("test", test)):
    table("ethics_utilitarianism", "published", f"util_{part}.csv", [list(r) for r in rows])
say = lambda rows: [[b, w, f"{sorted([b, w])}"] for b, w in rows]
expect("ethics_utilitarianism", source=say(train), test=say(test))

# anli_r2: uid, context, statement, label 0 entailed, 1 neutral, 2 contradicted.
train = [
    ("u1", "Rye is a grass.", "Rye is a plant.", 0),
    ("u2", "Rye is a grass.", "Rye is tasty.", 1),
    ("u3", "Oslo lies in Norway.", "Oslo lies in Spain.", 2),
    ("u4", "Oslo lies in Norway.", "Oslo is a place.", 0),
]
dev = [
    ("v1", "Jam is sweet.", "Jam is sour.", 2),
    ("v2", "Jam is sweet.", "Jam is red.", 1),
    ("v3", "Jam is sweet.", "Jam has a taste.", 0),
]
test = [
    ("w1", "Six is even.", "Six is odd.", 2),
    ("w2", "Six is even.", "Six is lucky.", 1),
    ("w3", "Six is even.", "Six is a number.", 0),
]
make = lambda r: {"uid": r[0], "premise": r[1], "hypothesis": r[2], "label": r[3], "reason": ""}
schema = [("uid", TEXT), ("premise", TEXT), ("hypothesis", TEXT), ("label", LONG), ("reason", TEXT)]
hub("anli_r2", "plain_text", {"train_r2": train, "dev_r2": dev, "test_r2": test, "train_r1": test}, make, schema)
table(
    "anli_r2",
    "ANLIzing",
    "ANLI_analysis_r2_dev.csv",
    [[c, "e", s, "", "", "enc"[n], u] for u, c, s, n in train],
    ["context", "eid", "statement", "reason", "adversary_pred", "gold_label", "uid"],
)
say = lambda rows: [[f"{c}\n{s}", n, c] for _, c, s, n in rows]
expect("anli_r2", source=say(train), validation=say(dev), test=say(test))

# glue: sentence, label, idx; test has -1 for a label.
for recipe, train, test in [
    (
        "cola",
        [("Cats sleep.", 1), ("Cats sleeps.", 0), ('He put it "there".', 1), ("Put he it.", 0)],
        [("Dogs bark.", 1), ("Dogs barks of.", 0)],
    ),
    ("sst2", [("a warm , funny film", 1), ("dull", 0), ("it drags", 0), ("a joy", 1)], [("lovely", 1), ("a mess", 0)]),
]:
    make = lambda r: {"sentence": r[1][0], "label": r[1][1], "idx": r[0]}
    blank = [(s, -1) for s, _ in test]
    splits = {"train": numbered(train), "validation": numbered(test), "test": numbered(blank)}
    hub(recipe, recipe, splits, make, [("sentence", TEXT), ("label", LONG), ("idx", INT)])
    say = lambda rows: [[s, n, s] for s, n in rows]
    dev = [("sweet", 1), ("bad", 0)]
    expect(recipe, source=say(train), test=say(test), **({"validation": say(dev)} if recipe == "sst2" else {}))
    if recipe == "cola":
        table(
            "cola",
            "published",
            "in_domain_train.tsv",
            [["x01", n, "" if n else "*", s] for s, n in train],
            delimiter="\t",
        )
        table(
            "cola",
            "published",
            "out_of_domain_dev.tsv",
            [["y01", n, "" if n else "*", s] for s, n in test],
            delimiter="\t",
        )
    else:
        table("sst2", "sentences", "train.tsv", train, delimiter="\t")
        table("sst2", "sentences", "dev.tsv", dev, delimiter="\t")
        table("sst2", "sentences", "test.tsv", test, delimiter="\t")

# hellaswag: context, endings, label as text.
train = [
    ("A man ties a rope. He", ["flies.", "pulls it.", "melts.", "sings it."], 1),
    ("A dog digs. It", ["reads.", "votes.", "types.", "stops."], 3),
]
test = [("A girl paints. She", ["dries it.", "eats it.", "sells the moon.", "barks."], 0)]
make = lambda r: {
    "ind": 4,
    "activity_label": "x",
    "ctx_a": "",
    "ctx_b": "",
    "ctx": r[0],
    "endings": r[1],
    "source_id": "a",
    "split": "train",
    "split_type": "indomain",
    "label": str(r[2]),
}
schema = [("ind", INT)] + [
    (c, TEXTS if c == "endings" else TEXT)
    for c in ["activity_label", "ctx_a", "ctx_b", "ctx", "endings", "source_id", "split", "split_type", "label"]
]
hub("hellaswag", "data", {"train": train, "validation": test}, make, schema)
jsonl(
    "hellaswag",
    "validation",
    "val.jsonl.gz",
    [{"activity_label": "x", "ctx": c, "endings": e, "label": str(n)} for c, e, n in train],
)
say = lambda rows: [choose(c, e, n, c) for c, e, n in rows]
expect("hellaswag", source=say(train), test=say(test))

# mctaco: sentence, question, answer, label 0 no, 1 yes, category.
categories = ["Event Duration", "Event Ordering", "Frequency", "Typical Time", "Stationarity"]
dev = [
    ("He boiled an egg.", "How long did it take?", "five minutes", 1, 0),
    ("He boiled an egg.", "How long did it take?", "five years", 0, 0),
    ("He boiled an egg.", "How long did it take?", "a century", 0, 0),
    ("She moved to Rome.", "When did she pack?", "before", 1, 1),
    ("She moved to Rome.", "When did she pack?", "after", 0, 1),
    ("She moved to Rome.", "How often does she move?", "hourly", 0, 2),
]
test = [("It rained.", "At what time?", "at noon", 1, 3), ("It rained.", "At what time?", "at 25 o'clock", 0, 3)]
make = lambda r: dict(zip(["sentence", "question", "answer", "label", "category"], r))
schema = [("sentence", TEXT), ("question", TEXT), ("answer", TEXT), ("label", LONG), ("category", LONG)]
converted("mctaco", "plain_text", {"test": test, "validation": dev}, make, schema)
for name, rows in (("dev_3783.tsv", dev), ("test_9442.tsv", test)):
    table(
        "mctaco",
        "published",
        name,
        [[s, q, a, ["no", "yes"][n], categories[c]] for s, q, a, n, c in rows],
        delimiter="\t",
    )
say = lambda rows: [[f"{s}\n{q}\n{a}", n, s] for s, q, a, n, _ in rows]
expect("mctaco", source=say(dev), test=say(test))

# openbookqa, arc_easy and quartz: lettered choices.
letters = ["A", "B", "C", "D"]
train = [
    ("7-1", "Sun gives", ["light", "sand", "ink", "rust"], 0),
    ("7-2", "Ice is", ["hot", "loud", "cold", "sweet"], 2),
]
dev = [("8-1", "Seeds need", ["glass", "water", "fire", "noise"], 1)]
test = [("9-1", "Magnets attract", ["wood", "air", "milk", "iron"], 3)]
make = lambda r: {
    "id": r[0],
    "question_stem": r[1],
    "choices": {"text": r[2], "label": letters},
    "answerKey": letters[r[3]],
}
splits = {"train": train, "validation": dev, "test": test}
hub(
    "openbookqa",
    "main",
    splits,
    make,
    [("id", TEXT), ("question_stem", TEXT), ("choices", LETTERED), ("answerKey", TEXT)],
)
for name, rows in (("train.tsv", train), ("dev.tsv", dev), ("test.tsv", test)):
    joined = lambda c: " ".join(f"({l}) {t}" for l, t in zip(letters, c))
    table(
        "openbookqa",
        "published",
        name,
        [[i, q, joined(c), f"{q} {joined(c)}", letters[n]] for i, q, c, n in rows],
        ["ID", "Question Stem", "Choices", "Complete Question", "Answer Key"],
        "\t",
    )
say = lambda rows: [choose(q, c, n, q) for _, q, c, n in rows]
expect("openbookqa", source=say(train), validation=say(dev), test=say(test))

train = [
    ("m1", "Which is a gas?", ["air", "tin", "oak"], 0),
    ("m2", "Which burns?", ["sand", "oil", "glass", "rock"], 1),
]
dev = [("m3", "Which swims?", ["owl", "ant", "cod"], 2)]
test = [("m4", "Which grows?", ["fern", "nail", "coin", "cup"], 0)]
keys = {"m1": ["1", "2", "3"]}
make = lambda r: {
    "id": r[0],
    "question": r[1],
    "choices": {"text": r[2], "label": keys.get(r[0], letters)[: len(r[2])]},
    "answerKey": keys.get(r[0], letters)[r[3]],
}
hub(
    "arc_easy",
    "ARC-Easy",
    {"train": train, "validation": dev, "test": test},
    make,
    [("id", TEXT), ("question", TEXT), ("choices", LETTERED), ("answerKey", TEXT)],
)


def instruction(question, choices, right):
    said = " ".join(f"Answer{i + 1}: {c}" for i, c in enumerate(choices))
    forms = "/".join(f"answer{i + 1}" for i in range(len(choices)))
    text = f"Please choose the correct answer to the question: {question}\n\n{said}\n\nAnswer format: {forms}"
    return {
        "instruction": text,
        "input": "",
        "output": f"the correct answer is answer{right + 1}",
        "answer": f"answer{right + 1}",
    }


for name, rows in (("train.json", train), ("test.json", test)):
    document("arc_easy", "LLM-Adapters", name, [instruction(q, c, n) for _, q, c, n in rows])
say = lambda rows: [choose(q, c, n, q) for _, q, c, n in rows]
expect("arc_easy", source=say(train), validation=say(dev), test=say(test))

train = [
    ("Q1", "More rain means more mud.", "P1", "If it rains more, mud", ["grows", "shrinks"], 0),
    ("Q2", "More rain means more mud.", "P1", "If it rains less, mud", ["grows", "shrinks"], 1),
    ("Q3", "Longer wires resist more.", "P2", "A short wire resists", ["more", "less"], 1),
]
dev = [("Q4", "Colder air holds less water.", "P3", "Warm air holds", ["more", "less"], 0)]
test = [("Q5", "Heavier carts stop later.", "P4", "A light cart stops", ["sooner", "later"], 0)]
splits = {"train": train, "validation": dev, "test": test}
make = lambda r: {
    "id": r[0],
    "question": r[3],
    "choices": {"text": r[4], "label": ["A", "B"]},
    "answerKey": "AB"[r[5]],
    "para": r[1],
    "para_id": r[2],
}
hub(
    "quartz",
    "data",
    splits,
    make,
    [("id", TEXT), ("question", TEXT), ("choices", LETTERED), ("answerKey", TEXT), ("para", TEXT), ("para_id", TEXT)],
)
for name, rows in (("train.jsonl", train), ("dev.jsonl", dev), ("test.jsonl", test)):
    jsonl(
        "quartz",
        "published",
        name,
        [
            {
                "id": i,
                "answerKey": "AB"[n],
                "para": p,
                "para_id": k,
                "question": {"stem": q, "choices": [{"label": l, "text": t} for l, t in zip("AB", c)]},
                "para_anno": {},
                "question_anno": None,
            }
            for i, p, k, q, c, n in rows
        ],
    )
say = lambda rows: [choose(f"{p}\n{q}", c, n, k) for _, p, k, q, c, n in rows]
expect("quartz", source=say(train), validation=say(dev), test=say(test))

# paws: sentences, label.
train = [
    ("A dog bit a man .", "A man bit a dog .", 0),
    ("A man bit a dog .", "a dog bit a man .", 0),
    ("Ann called 'Bo' today .", "Today Ann called 'Bo' .", 1),
    ("The café is in Köln .", "In Köln is the café .", 1),
]
dev = [("He left now .", "Now he left .", 1), ("Red is not blue , green .", "Blue is not red , green .", 0)]
test = [("It is so .", "So it is .", 1), ("I saw her see him .", "I saw him see her .", 0)]
columns = ["id", "sentence1", "sentence2", "label"]
make = lambda r: dict(zip(columns, [r[0] + 1, *r[1]]))
splits = {"train": numbered(train), "validation": numbered(dev), "test": numbered(test)}
hub("paws", "labeled_final", splits, make, [("id", INT), ("sentence1", TEXT), ("sentence2", TEXT), ("label", LONG)])
for name, rows in (("train.tsv", train), ("dev.tsv", dev), ("test.tsv", test)):
    table("paws", "PAWS-Wiki", name, [[i + 1, *r] for i, r in numbered(rows)], columns, "\t")
table(
    "paws",
    "PAWS-QQP",
    "dev_and_test.tsv",
    [[i + 1, repr(a.encode()), repr(b.encode()), n] for i, (a, b, n) in numbered(train)],
    columns,
    "\t",
)
words = lambda s: " ".join(sorted(s.lower().split()))
say = lambda rows: [[f"{a}\n{b}", n, words(a)] for a, b, n in rows]
expect("paws", source=say(train), validation=say(dev), test=say(test))

# piqa: goal, two ways, label.
train = [("Open a jar", "Turn the lid", "Kiss the lid", 0), ("Dry a cup", "Use water", "Use a cloth", 1)]
test = [("Cut bread", "Use a spoon", "Use a knife", 1)]
make = lambda r: dict(zip(["goal", "sol1", "sol2", "label"], r))
blank = [(*r[:3], -1) for r in test]
converted(
    "piqa",
    "plain_text",
    {"train": train, "validation": test, "test": blank},
    make,
    [("goal", TEXT), ("sol1", TEXT), ("sol2", TEXT), ("label", LONG)],
)
jsonl("piqa", "published", "valid.jsonl", [{"goal": g, "sol1": a, "sol2": b} for g, a, b, _ in train])
lines("piqa", "published", "valid-labels.lst", [r[3] for r in train])
say = lambda rows: [choose(g, [a, b], n, g) for g, a, b, n in rows]
expect("piqa", source=say(train), test=say(test))

# quail: context, question, answers, the right one's place.
train = [
    (
        "n1",
        "news",
        "A bridge fell.",
        "What fell?",
        "Factual",
        ["a tree", "a bridge", "a cup", "not enough information"],
        1,
    ),
    (
        "n1",
        "news",
        "A bridge fell.",
        "How old was it?",
        "Unanswerable",
        ["one year", "ten years", "new", "not enough information"],
        3,
    ),
    ("f1", "fiction", "Zed hid.", "Why?", "Causality", ["fear", "rain", "joy", "not enough information"], 0),
]
test = [
    ("u1", "user_stories", "I swam.", "Where?", "Factual", ["a lake", "a sofa", "a car", "not enough information"], 0)
]
make = lambda r: {
    "id": r[0] + "_1",
    "context_id": r[0],
    "question_id": "1",
    "domain": r[1],
    "metadata": {"author": "x", "title": "y", "url": "z"},
    "context": r[2],
    "question": r[3],
    "question_type": r[4],
    "answers": r[5],
    "correct_answer_id": r[6],
}
schema = (
    [(c, TEXT) for c in ["id", "context_id", "question_id", "domain"]]
    + [("metadata", pa.struct([("author", TEXT), ("title", TEXT), ("url", TEXT)]))]
    + [(c, TEXT) for c in ["context", "question", "question_type"]]
    + [("answers", TEXTS), ("correct_answer_id", INT)]
)
hub("quail", "quail", {"train": train, "validation": test, "challenge": test}, make, schema)
jsonl("quail", "published", "dev.jsonl.gz", [make(r) for r in train])
jsonl("quail", "published", "challenge.jsonl", [make(r) for r in test])
say = lambda rows: [choose(f"{c}\n{q}", a, n, k) for k, _, c, q, _, a, n in rows]
expect("quail", source=say(train), test=say(test))

# sciq, in two shards on the hub.
train = [
    ("What do bees make?", "honey", ["silk", "milk", "wax paper"]),
    ("What is rust?", "iron oxide", ["salt", "ash", "ice"]),
    ("What orbits Earth?", "the moon", ["mars", "the sun", "venus"]),
]
dev = [("What falls?", "rain", ["light", "fog", "heat"])]
test = [("What beats?", "a heart", ["a bone", "a nail", "a hair"])]
make = lambda r: {
    "question": r[0],
    "distractor3": r[2][2],
    "distractor1": r[2][0],
    "distractor2": r[2][1],
    "correct_answer": r[1],
    "support": "",
}
schema = [(c, TEXT) for c in ["question", "distractor3", "distractor1", "distractor2", "correct_answer", "support"]]
hub("sciq", "data", {"validation": dev, "test": test}, make, schema)
for shard, rows in enumerate([train[:2], train[2:]]):
    parquet("sciq", f"data/train-{shard:05}-of-00002.parquet", [make(r) for r in rows], schema)
for name, rows in (("train.json", train), ("valid.json", dev), ("test.json", test)):
    document("sciq", "published", name, [make(r) for r in rows])
say = lambda rows: [choose(q, [a, *w], 0, q) for q, a, w in rows]
expect("sciq", source=say(train), validation=say(dev), test=say(test))

# social_iqa: context, question, answers, label from 1 as text.
train = [
    ("Kim lent Lee a pen.", "How would Lee feel?", ["sad", "thankful", "tired"], 1),
    ("Max fell.", "What will Max do next?", ["get up", "fly", "vote"], 0),
]
test = [("Ray won.", "How would you describe Ray?", ["lost", "unlucky", "skilled"], 2)]
make = lambda r: {
    "context": r[0],
    "question": r[1],
    "answerA": r[2][0],
    "answerB": r[2][1],
    "answerC": r[2][2],
    "label": str(r[3] + 1),
}
converted(
    "social_iqa",
    "default",
    {"train": train, "validation": test},
    make,
    [(c, TEXT) for c in ["context", "question", "answerA", "answerB", "answerC", "label"]],
)
document("social_iqa", "LLM-Adapters", "test.json", [instruction(f"{c} {q}", a, n) for c, q, a, n in train])
say = lambda rows: [choose(f"{c} {q}", a, n, c) for c, q, a, n in rows]
expect("social_iqa", source=say(train), test=say(test))

# multirc: passage, question, answer, label, and where each stands.
train = [
    ("Tom has a cat. It is grey.", "What has Tom?", [("a cat", 1), ("a dog", 0), ("a grey cat", 1)], 0),
    ("Tom has a cat. It is grey.", "What is grey?", [("Tom", 0), ("the sky", 0), ("the cat", 1)], 1),
    ("Una sings.", "Who sings?", [("Una", 1), ("Tom", 0)], 2),
]
test = [("Viv ran home.", "Who ran?", [("Viv", 1), ("nobody", 0)], 0)]
documents = {"Tom has a cat. It is grey.": 0, "Una sings.": 1, "Viv ran home.": 2}
flat = lambda rows: [(documents[p], k, i, p, q, a, n) for p, q, answers, k in rows for i, (a, n) in numbered(answers)]
make = lambda r: {
    "paragraph": r[3],
    "question": r[4],
    "answer": r[5],
    "idx": {"paragraph": r[0], "question": r[1], "answer": r[2]},
    "label": r[6],
}
schema = [
    ("paragraph", TEXT),
    ("question", TEXT),
    ("answer", TEXT),
    ("idx", pa.struct([("paragraph", INT), ("question", INT), ("answer", INT)])),
    ("label", LONG),
]
hub("multirc", "multirc", {"train": flat(train), "validation": flat(test)}, make, schema)
file = lambda d: f"News_doc-{d}.txt"
jsonl(
    "multirc",
    "ERASER",
    "val.jsonl",
    [
        {
            "annotation_id": f"{file(d)}:{k}:{i}",
            "classification": ["False", "True"][n],
            "docids": None,
            "evidences": [],
            "query": f"{q} || {a}",
            "query_type": None,
        }
        for d, k, i, _, q, a, n in flat(train)
    ],
)
for passage, d in documents.items():
    place("multirc", "ERASER", f"docs/{file(d)}").write_text(passage)
say = lambda rows: [[f"{p}\n{q} || {a}", n, d] for d, _, _, p, q, a, n in flat(rows)]
expect("multirc", source=say(train), test=say(test))

# wic: word, two sentences, label.
train = [
    ("bank", "He sat on the bank.", "The bank lent him gold.", 0),
    ("bank", "A bank closed.", "The bank lent him gold.", 1),
    ("run", "Runs of luck.", "A run of luck.", 1),
    ("run", "I run.", "A run in silk.", 0),
]
test = [("sea", "The sea is wide.", "A sea of hats.", 0), ("sea", "The sea is wide.", "Seas rise.", 1)]
make = lambda r: {
    "word": r[1][0],
    "sentence1": r[1][1],
    "sentence2": r[1][2],
    "start1": 0,
    "start2": 0,
    "end1": 1,
    "end2": 1,
    "idx": r[0],
    "label": r[1][3],
}
schema = (
    [("word", TEXT), ("sentence1", TEXT), ("sentence2", TEXT)]
    + [(c, INT) for c in ["start1", "start2", "end1", "end2", "idx"]]
    + [("label", LONG)]
)
hub("wic", "wic", {"train": numbered(train), "validation": numbered(test)}, make, schema)
jsonl("wic", "SuperGLUE", "val.jsonl", [{**make(r), "label": bool(r[1][3]), "version": 1.1} for r in numbered(train)])
say = lambda rows: [[f"{w}\n{a}\n{b}", n, w] for w, a, b, n in rows]
expect("wic", source=say(train), test=say(test))

# tweeteval_sentiment: text, label 0 negative, 1 neutral, 2 positive; a blank tweet is left out.
train = [("so good", 2), ("meh", 1), (" ", 2), ("awful", 0), ("ok then", 1)]
dev = [("fine", 1), ("great", 2), ("bad", 0)]
test = [("yay", 2), ("no", 0), ("hm", 1)]
splits = {"train": train, "validation": dev, "test": test}
hub(
    "tweeteval_sentiment",
    "sentiment",
    splits,
    lambda r: dict(zip(["text", "label"], r)),
    [("text", TEXT), ("label", LONG)],
)
for part, rows in (("train", train), ("val", dev), ("test", test)):
    lines("tweeteval_sentiment", "published", f"{part}_text.txt", [r[0] for r in rows])
    lines("tweeteval_sentiment", "published", f"{part}_labels.txt", [r[1] for r in rows])
say = lambda rows: [[t, n, t] for t, n in rows if t.strip()]
expect("tweeteval_sentiment", source=say(train), validation=say(dev), test=say(test))

# mmlu: subject, question, choices, answer.
rows = [
    ("anatomy", "Which bone is longest?", ["rib", "femur", "skull", "toe"], 1),
    ("virology", 'What is a virus, "alone"?', ["inert", "alive", "a plant", "a cell"], 0),
]
hub(
    "mmlu",
    "all",
    {"test": rows},
    lambda r: dict(zip(["subject", "question", "choices", "answer"], r)),
    [("subject", TEXT), ("question", TEXT), ("choices", TEXTS), ("answer", LONG)],
)
for s, q, c, n in rows:
    table(
        "mmlu",
        "with header",
        f"test/{s}_test.csv",
        [[q, *c, n]],
        ["question", "choice0", "choice1", "choice2", "choice3", "answer"],
    )
    table("mmlu", "published", f"test/{s}_test.csv", [[q, *c, letters[n]]])
expect("mmlu", source=[choose(q, c, n, q) for _, q, c, n in rows])

# truthfulqa: category, question, best answer, false ones.
rows = [
    ("Myths", "What if you eat chalk?", "Nothing much", ["You turn white", "You float"]),
    ("Law", "Is whistling legal?", "It is", ["It is banned"]),
]
schema = [
    ("type", TEXT),
    ("category", TEXT),
    ("question", TEXT),
    ("best_answer", TEXT),
    ("correct_answers", TEXTS),
    ("incorrect_answers", TEXTS),
    ("source", TEXT),
]
hub(
    "truthfulqa",
    "generation",
    {"validation": rows},
    lambda r: {
        "type": "Adversarial",
        "category": r[0],
        "question": r[1],
        "best_answer": r[2],
        "correct_answers": [r[2]],
        "incorrect_answers": r[3],
        "source": "x",
    },
    schema,
)
table(
    "truthfulqa",
    "published",
    "TruthfulQA.csv",
    [["Adversarial", c, q, b, b, "; ".join(w), "x"] for c, q, b, w in rows],
    ["Type", "Category", "Question", "Best Answer", "Correct Answers", "Incorrect Answers", "Source"],
)
expect("truthfulqa", source=[choose(q, [b, *w], 0, q) for _, q, b, w in rows])

# What has one release, in a folder.
rows = [
    ("Use no commas. Say hi.", "hi", True, ["punctuation:no_comma"]),
    ("Say hi twice, in two words.", "hi", False, ["length_constraints:number_words", "keywords:frequency"]),
]
jsonl(
    "ifeval",
    "strict",
    "eval_results_strict.jsonl",
    [
        {
            "follow_all_instructions": f,
            "follow_instruction_list": [f] * len(i),
            "instruction_id_list": i,
            "prompt": p,
            "response": r,
        }
        for p, r, f, i in rows
    ],
)
expect("ifeval", source=[[f"{p}\n{r}", int(f), p] for p, r, f, _ in rows])

kinds = ["S", "H", "V", "HR", "SH", "S3", "H2", "V2"]
rows = [
    ("mild", {k: 0 for k in kinds}, 0),
    ("harsh", {"V": 1, "H": 0}, 1),
    ("unsure", {"S": 0}, None),
    ("worse", {**{k: 0 for k in kinds}, "H": 1, "HR": 1}, 1),
    ("calm", {k: 0 for k in kinds}, 0),
]
jsonl("openai_moderation", "published", "samples-1680.jsonl.gz", [{"prompt": p, **found} for p, found, _ in rows])
expect("openai_moderation", source=[[p, n, p] for p, _, n in rows if n is not None])

rows = [
    ("What if you eat chalk?", "Nothing much", 1),
    ("What if you eat chalk?", "You float\nA: or not", 0),
    ("Is it late?", "It is", 0),
    ("Is it late?", "Perhaps", 1),
]
jsonl(
    "truthfulqa_answers",
    "published",
    "finetune_truth.jsonl",
    [{"prompt": f"Q: {q}\nA: {a}\nTrue:", "completion": [" no", " yes"][n]} for q, a, n in rows],
)
expect("truthfulqa_answers", source=[[f"{q}\n{a}", n, q] for q, a, n in rows])

rows = [
    ("'uno' means 'one'", 1, "uno"),
    ("'uno' means 'sea'", 0, "uno"),
    ("'mar' means 'sea'", 1, "mar"),
    ("'mar' means 'one'", 0, "mar"),
]
table(
    "sp_en_trans",
    "published",
    "sp_en_trans.csv",
    [[f"The Spanish word {s}.", n] for s, n, _ in rows],
    ["statement", "label"],
)
expect("sp_en_trans", source=[[f"The Spanish word {s}.", n, w] for s, n, w in rows])

rows = [("Two is larger than one.", 1, 2, 1), ("One is larger than six.", 0, 1, 6)]
table(
    "larger_than",
    "published",
    "larger_than.csv",
    [[s, n, a, b, a - b, abs(a - b)] for s, n, a, b in rows],
    ["statement", "label", "n1", "n2", "diff", "abs_diff"],
)
expect("larger_than", source=[[s, n, s] for s, n, _, _ in rows])

rows = [
    ("Ada spoke Manx.", 1, "Ada"),
    ("Ada spoke Thai.", 0, "Ada"),
    ("Rex lives in Riga.", 1, "Rex"),
    ("Rex lives in Rome.", 0, "Rex"),
]
table(
    "counterfact",
    "published",
    "counterfact_true_false.csv",
    [[s, n, "{} spoke", w, "a", "b"] for s, n, w in rows],
    ["statement", "label", "relation", "subject", "target", "true_target"],
)
expect("counterfact", source=[[s, n, w] for s, n, w in rows])

rows = [
    ("Sum?", [("1+1=2", True), ("1+1=3", False), ("2", True), ("4", False)]),
    ("Odd?", [("yes", False), ("no", True), ("maybe", False), ("never", True)]),
]
solvers = ["6b_finetuning", "6b_verification", "175b_finetuning", "175b_verification"]
jsonl(
    "gsm8k_solutions",
    "published",
    "example_model_solutions.jsonl",
    [
        {
            "question": q,
            "ground_truth": "x",
            **{k: {"solution": s, "is_correct": c} for k, (s, c) in zip(solvers, said)},
        }
        for q, said in rows
    ],
)
expect("gsm8k_solutions", source=[[f"{q}\n{s}", int(c), q] for q, said in rows for s, c in said])

document(".", ".", "expected.json", EXPECTED)
