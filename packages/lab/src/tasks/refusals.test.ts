import { existsSync, mkdirSync, readdirSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { InputError } from "@w2s/base";
import { describe, expect, it, vi } from "vitest";
import { scratchFolder } from "../../../../test/scratch.js";
import { StudyError } from "../study-error.js";
import { choices, loadTask, pairs, rows, type Task, table } from "./index.js";

const folder = scratchFolder("refusals");
mkdirSync(join(folder, "folder.csv"));

const columns = { text: "text", label: "label" } as const;
const load = (task: Task) => loadTask(task, { baseDir: folder });
const jsonl = (...values: object[]) => values.map((value) => JSON.stringify(value)).join("\n");
const good = jsonl({ text: "a", label: 0 }, { text: "b", label: 1 });
const third = (label: unknown) => `${good}\n${jsonl({ text: "c", label })}`;
writeFileSync(join(folder, "reviews.jsonl"), good);

/** The one line with which a task is refused. */
async function refusal(
  task: Task,
  kind: typeof InputError | typeof StudyError = InputError,
): Promise<string> {
  const error: unknown = await load(task).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(kind);
  const { message } = error as Error;
  expect(message).not.toContain("\n");
  return message;
}

interface Case {
  what: string;
  name: string;
  /** Left out when no such file is to be written. */
  content?: string | Uint8Array;
  options?: object;
  message: string | RegExp;
}

const files: Case[] = [
  {
    what: "a missing file, naming the near miss",
    name: "revews.jsonl",
    message: /^revews\.jsonl: no such file in .*; did you mean "reviews\.jsonl"\?$/,
  },
  {
    what: "a missing folder",
    name: "no/where.csv",
    message: /^no\/where\.csv: no such file; there is no folder .*no$/,
  },
  {
    what: "a folder without tables",
    name: "folder.csv",
    message:
      "folder.csv: a folder without files of .jsonl, .json, .csv, .tsv, .parquet, .arrow; name a " +
      "file",
  },
  {
    what: "an ending that says no format",
    name: "plain.txt",
    content: good,
    message:
      /^plain\.txt: unknown format "\.txt"; say format: one of "jsonl", "json", "csv", "tsv", "parquet", "arrow"$/,
  },
  ...(
    [
      ["ARROW1\0\0", 'an Arrow file or stream; say format: "arrow"'],
      ["\xff\xff\xff\xff\x10", 'an Arrow file or stream; say format: "arrow"'],
      ["FEA1\0\0", "a Feather file of the first version; write it as Parquet"],
      ["PAR1\x15\x04", 'a Parquet file; say format: "parquet"'],
      ["\x28\xb5\x2f\xfd\x00", "packed with zstd; unpack it, or pack it with gzip"],
      ["\x04\x22\x4d\x18", "packed with lz4; unpack it, or pack it with gzip"],
      [`a.csv${"\0".repeat(252)}ustar`, "a tar archive; unpack it"],
    ] as const
  ).map(([content, message]) => ({
    what: `an ending that says no format: ${message}`,
    name: "table.other",
    content: gzipSync(Buffer.from(content, "latin1")),
    message: `table.other: unknown format ".other"; it is ${message}`,
  })),
  {
    what: "a file that was packed twice",
    name: "twice.csv.gz",
    content: gzipSync(gzipSync(good)),
    message: "twice.csv.gz: must be UTF-8, got packed with gzip twice; unpack it",
  },
  { what: "a misspelt ending", name: "a.jsnl", content: good, message: /did you mean "jsonl"\?$/ },
  {
    what: "an empty file",
    name: "empty.jsonl",
    content: "",
    message: "empty.jsonl: the file is empty",
  },
  {
    what: "an empty packed file",
    name: "empty.csv.gz",
    content: gzipSync(""),
    message: "empty.csv.gz: the file is empty",
  },
  {
    what: "an empty packed JSON document",
    name: "empty.json.gz",
    content: gzipSync(""),
    message: "empty.json.gz: the file is empty",
  },
  {
    what: "a file of blanks",
    name: "blank.jsonl",
    content: "\n \n",
    message: "blank.jsonl: must have rows, got none",
  },
  {
    what: "a header without rows",
    name: "bare.csv",
    content: "text,label\n",
    message: "bare.csv: must have rows, got none",
  },
  {
    what: "broken gzip",
    name: "broken.csv.gz",
    content: gzipSync(good).subarray(0, 20),
    message: /^broken\.csv\.gz: cannot be unpacked as gzip: /,
  },
  {
    what: "what is not Parquet",
    name: "not.parquet",
    content: good,
    message: /^not\.parquet: not readable as Parquet: /,
  },
  {
    what: "bytes that are not UTF-8, with their line",
    name: "latin.tsv",
    content: Buffer.from("text\tlabel\nok\t0\ncaf\xe9\t1\n", "latin1"),
    message: "latin.tsv:3: must be UTF-8, got other bytes; convert the file to UTF-8",
  },
];

const structure: Case[] = [
  {
    what: "broken JSON, with its line",
    name: "broken.jsonl",
    content: `${good}\n\n{"text": "c", "label" 1}`,
    message: /^broken\.jsonl:4: not JSON: /,
  },
  {
    what: "a JSON document called JSON Lines",
    name: "doc.jsonl",
    content: "[\n{}\n]",
    message:
      /^doc\.jsonl:1: not JSON: .*; for one JSON document say format: "json"; of several objects .*jq -c/,
  },
  {
    what: "lines that end in commas",
    name: "commas.jsonl",
    content: '{"text": "a", "label": 0},\n{"text": "b", "label": 1}',
    message: /^commas\.jsonl:1: not JSON: .*; take the commas at the ends of lines away$/,
  },
  {
    what: "a line that is no object",
    name: "list.jsonl",
    content: "[1, 2]",
    message:
      "list.jsonl:1: must be a JSON object, got a list; for one JSON document say " +
      'format: "json"; of several objects write each on a line (jq -c)',
  },
  {
    what: "a broken JSON document, with the line",
    name: "doc.json",
    content: '[\n{"text": "a"},\n{"text" "b"}]',
    message: /^doc\.json:3: not JSON: /,
  },
  {
    what: "JSON without a list",
    name: "none.json",
    content: "{}",
    message:
      'none.json: must be a list of objects with "text", "label", or an object with one field ' +
      "that is such a list, got none; see rows()",
  },
  {
    what: "JSON with two lists",
    name: "two.json",
    content: '{"a": [], "b": []}',
    message: /got "a", "b"; see rows\(\)$/,
  },
  {
    what: "nested JSON rows",
    name: "nested.json",
    content: "[[1]]",
    message: 'nested.json: row 1: must be an object with "text", "label", got a list; see rows()',
  },
  {
    what: "a ragged line",
    name: "ragged.tsv",
    content: "text\tlabel\na\t0\nb\n",
    message: 'ragged.tsv:3: must have 2 fields ("text", "label"), got 1',
  },
  {
    what: "a ragged CSV record after one of two lines",
    name: "ragged.csv",
    content: 'text,label\n"a\nb",0\nc,1,2\n',
    message:
      'ragged.csv:4: must have 2 fields ("text", "label"), got 3; a field that holds a delimiter ' +
      'must stand in quotes (")',
  },
  {
    what: "an open quote",
    name: "open.csv",
    content: 'text,label\n"a,0\nb,1\n',
    message: /^open\.csv:2: Quote Not Closed/,
  },
  {
    what: "an open quote after lines of several, at the line where its record begins",
    name: "open-late.csv",
    content: 'text,label\r\n"a\r\nb",0\r\n\r\n"c,1\r\nd,0\r\ne,1\r\n',
    message: /^open-late\.csv:5: Quote Not Closed/,
  },
  {
    what: "a quote that closes a record of lines before it, naming where that begins",
    name: "closes.csv",
    content: 'text,label\na,0\n"b,1\nc,0\nd "e",1\n',
    message:
      /^closes\.csv:5: Invalid Closing Quote: .*; its record begins at line 3; double quotes/,
  },
  {
    what: "a missing column",
    name: "column.csv",
    content: "txt,label\na,0\n",
    message: 'column.csv: no column "text"; columns: "txt", "label"; did you mean "txt"?',
  },
  {
    what: "a missing field",
    name: "field.jsonl",
    content: jsonl({ txt: "a", label: 0 }),
    message: 'field.jsonl:1: no field "text"; fields: "txt", "label"; did you mean "txt"?',
  },
  {
    what: "a first line that is data",
    name: "data.tsv",
    content: "a film\t1\nanother\t0\n",
    message:
      'data.tsv: no column "text"; columns: "a film", "1"; the first line looks like data: say ' +
      "header: false, or header: [names]",
  },
  {
    what: "two columns of one name",
    name: "twice.csv",
    content: "text,text,label\na,b,1\n",
    message: 'twice.csv: two columns are named "text"; rename one of them',
  },
  {
    what: "too few names",
    name: "names.tsv",
    content: "a\t1\t2\n",
    options: { header: ["text", "label"] },
    message: 'names.tsv: header names 2 columns ("text", "label"), got a first line of 3',
  },
];

const otherMakes: Case[] = [
  {
    what: "another delimiter",
    name: "semicolon.csv",
    content: "text;label\na;0\n",
    message:
      'semicolon.csv: no column "text"; columns: "text;label"; are fields divided by ";"? say ' +
      "delimiter",
  },
  {
    what: "another delimiter where the columns are named",
    name: "tabs.csv",
    content: "a\t0\nb\t1\n",
    options: { header: ["text", "label"] },
    message:
      'tabs.csv: header names 2 columns ("text", "label"), got a first line of 1; are fields ' +
      'divided by "\\t"? say delimiter',
  },
  {
    what: "a bad label after CR LF inside quotes, at its own line",
    name: "crlf.csv",
    content: 'text,label\r\n"a\r\nb\r\nc",0\r\n"d\r\ne",1\r\nf,7\r\n',
    message: /^crlf\.csv:7: "label" must be 0 or 1, got "7"/,
  },
  {
    what: "a blank before a quote",
    name: "blanks.csv",
    content: 'text,label\n"some words", "0"\n',
    message: /^blanks\.csv:2: Invalid .*; a blank stands before the quote: remove those behind/,
  },
  {
    what: "a blank behind a quote",
    name: "behind.csv",
    content: 'text,label\n"some words" , 0\n',
    message:
      'behind.csv:2: Invalid Closing Quote: got " " instead of a delimiter; a blank stands ' +
      "behind the quote: remove those before the delimiters",
  },
  {
    what: "a lone quote, with its line",
    name: "quote.csv",
    content: 'text,label\r\n"a\r\nb",0\r\n5" disk,1\r\n',
    message:
      'quote.csv:4: Invalid Opening Quote: a quote is found on field 0, value is "5"; enclose ' +
      "the field in quotes and double those inside, or say quotes: false where quotes are text",
  },
  {
    what: "quotes after backslashes",
    name: "slash.csv",
    content: 'text,label\n"a \\"b\\" c",0\n',
    message: /^slash\.csv:2: Invalid Closing Quote: .*or say quotes: "backslash" where they are/,
  },
  {
    what: "UTF-16",
    name: "wide.csv",
    content: Buffer.from("\ufefftext,label\na,0\n", "utf16le"),
    message: "wide.csv: must be UTF-8, got UTF-16; convert the file to UTF-8",
  },
  {
    what: "UTF-16 without its mark",
    name: "wide.csv",
    content: Buffer.from("text,label\na,0\n", "utf16le"),
    message: "wide.csv: must be UTF-8, got UTF-16; convert the file to UTF-8",
  },
  {
    what: "another delimiter, where fields are in quotes",
    name: "semicolon.csv",
    content: 'text;label\n"a";0\n',
    message: /^semicolon\.csv:2: .*; are fields divided by ";"\? say delimiter$/,
  },
  {
    what: "Excel's line before the header",
    name: "excel.csv",
    content: "sep=;\ntext;label\na;0\n",
    options: { delimiter: ";" },
    message: /; the first line is Excel's own and no header: remove it$/,
  },
  {
    what: "a TSV file with quotes as CSV has them",
    name: "quoted.tsv",
    content: 'text\tlabel\none\t0\n"say ""two"""\t1\n',
    message: /^quoted\.tsv:3: has a field in quotes with doubled .* say quotes: true where " enclo/,
  },
  {
    what: "a TSV file whose header is in quotes, as R writes it",
    name: "r.tsv",
    content: '"text"\t"label"\n"one"\t0\n',
    message:
      'r.tsv: no column "text"; columns: "\\"text\\"", "\\"label\\""; fields are in quotes: ' +
      "say quotes: true",
  },
  {
    what: "a TSV file with line ends inside quotes",
    name: "lines.tsv",
    content: 'text\tlabel\n"one\ntwo"\t0\n',
    message:
      'lines.tsv:2: must have 2 fields ("text", "label"), got 1; say quotes: true where " ' +
      "encloses fields, quotes: false where it is text",
  },
  ...[
    ["a zip archive", "PK\x03\x04", "got a zip archive, as an .xlsx is too; unpack it"],
    ["zstd", "\x28\xb5\x2f\xfd\x00", "got packed with zstd; unpack it, or pack it with gzip"],
    ["a Parquet file", "PAR1\x15\x04\x15\x80", 'got a Parquet file; say format: "parquet"'],
    ["Git LFS's pointer", "version https://git-lfs.github.com/spec/v1\n", "fetch it with git lfs"],
  ].map(([what, begin, message]) => ({
    what: `${what} called CSV`,
    name: "other.csv",
    content: Buffer.from(`${begin}\n`, "latin1"),
    message: new RegExp(`^other\\.csv: must be (UTF-8|a table), .*${message}`),
  })),
  {
    what: "a web page called CSV",
    name: "page.csv",
    content: "\ufeff\n<!DOCTYPE html>\n<html><body>Sign in</body></html>\n",
    message:
      "page.csv: must be a table, got an HTML page, as a sign-in or an error is; download the " +
      "file itself",
  },
  {
    what: "a web page called Parquet",
    name: "page.parquet",
    content: '<html lang="en"><head></head></html>',
    message:
      "page.parquet: must be Parquet, got an HTML page, as a sign-in or an error is; " +
      "download the file itself",
  },
  {
    what: "the hub's answer in a file's place",
    name: "answer.csv",
    content: "Entry not found",
    message:
      "answer.csv: must be a table, got a server's answer that it has no such file to give; " +
      "download it again",
  },
  {
    what: "an Avro file called JSON lines",
    name: "avro.jsonl",
    content: Buffer.from("Obj\x01\x04\x16avro.schema"),
    message: "avro.jsonl: must be UTF-8, got an Avro file; write it as Parquet",
  },
  {
    what: "a line before the header",
    name: "made.csv",
    content: "# made by me\ntext,label\na,0\n",
    message:
      'made.csv: no column "text"; columns: "# made by me"; the first line is a comment and ' +
      "no header: remove it",
  },
  {
    what: "a comma in a field without quotes",
    name: "comma.csv",
    content: "text,label\none, two,0\n",
    message:
      'comma.csv:2: must have 2 fields ("text", "label"), got 3; a field that holds a delimiter ' +
      'must stand in quotes (")',
  },
  {
    what: "a CR in a field without quotes, as Python's csv writes it",
    name: "cr.csv",
    content: "text,label\none\rtwo,0\n",
    message:
      'cr.csv:2: must have 2 fields ("text", "label"), got 1; does a line end, by LF or by CR ' +
      "alone, inside a field without quotes?",
  },
  {
    what: "a delimiter that few have",
    name: "caret.csv",
    content: 'text^label\n"a"^0\n',
    message: /^caret\.csv:2: .*; are fields divided by "\^"\? say delimiter$/,
  },
  {
    what: "several JSON values in one document",
    name: "joined.json",
    content: '{"text": "a", "label": 0}{"text": "b", "label": 1}',
    message: /; it holds several JSON values: write each on a line \(jq -c\), as \.jsonl$/,
  },
  {
    what: "comments in JSON",
    name: "comments.json",
    content: '/* mine */ [{"text": "a", "label": 0}]',
    message: /; comments are no JSON: take them out$/,
  },
  {
    what: "a comma behind the last item",
    name: "trailing.json",
    content: '[{"text": "a", "label": 0},\n]',
    message: /; behind the last of a list or an object stands a comma: take it away$/,
  },
  {
    what: "an Arrow file called Parquet",
    name: "other.parquet",
    content: Buffer.from("ARROW1\0\0"),
    message: 'other.parquet: must be Parquet, got an Arrow file or stream; say format: "arrow"',
  },
  {
    what: "Parquet that is cut off",
    name: "cut.parquet",
    content: Buffer.from("PAR1 and no more"),
    message: /^cut\.parquet: not readable as Parquet: .*; it is cut off, or no Parquet file$/,
  },
  {
    what: "JSON lines called JSON",
    name: "lines.json",
    content: good,
    message: /^lines\.json:2: not JSON: .*; it holds one JSON value a line: say format: "jsonl"$/,
  },
  {
    what: "NaN in JSON",
    name: "nan.jsonl",
    content: '{"text": "a", "label": NaN}\n',
    message:
      'nan.jsonl:1: "label" must be 0 or 1, got NaN; leave such rows out with labels: ' +
      '{ "NaN": null }',
  },
  {
    what: "Python's notation",
    name: "python.jsonl",
    content: `${good}\n{'text': 'a', 'label': 1}\n`,
    message:
      /^python\.jsonl:3: not JSON: .*; is it Python's own notation\? write it with json\.dumps$/,
  },
  {
    what: "columns of different lengths",
    name: "columns.json",
    content: JSON.stringify({ text: ["a", "b"], label: [0] }),
    message: 'columns.json: column "label" must have the 2 rows of "text", got 1',
  },
  {
    what: "a number as id whose digits are lost",
    name: "large.json",
    content: JSON.stringify([{ text: "a", label: 0, id: 1.5e300 }]),
    options: { id: "id" },
    message: 'large.json: row 1: "id" is beyond 2^53, where numbers lose digits; give it as a text',
  },
  {
    what: "an empty label beside a map",
    name: "gap.csv",
    content: "text,label\na,0.0\nb,\n",
    options: { labels: { 0: 0, 1: 1 } },
    message:
      'gap.csv:3: "label" must be one of "0", "1", got ""; leave such rows out with labels: ' +
      '{ ..., "": null }',
  },
];

const contents: Case[] = [
  {
    what: "a wrong label",
    name: "wrong.jsonl",
    content: third("positive"),
    message: 'wrong.jsonl:3: "label" must be 0 or 1, got "positive"; map it with labels: {...}',
  },
  {
    what: "a missing label",
    name: "null.jsonl",
    content: third(null),
    message:
      'null.jsonl:3: "label" must be 0 or 1, got null; leave such rows out with labels: ' +
      '{ "null": null }',
  },
  {
    what: "a label that a map of gaps does not name",
    name: "typo.jsonl",
    content: `${third(null)}\n${jsonl({ text: "d", label: "positve" })}`,
    options: { labels: { neg: 0, pos: 1, 0: 0, 1: 1, null: null } },
    message:
      'typo.jsonl:4: "label" must be one of "0", "1", "neg", "pos", "null", got "positve"; add ' +
      "it to labels",
  },
  {
    what: "a list where a label should be",
    name: "listed.jsonl",
    content: third([1]),
    message:
      'listed.jsonl:3: "label" must be 0 or 1, got a list; name one value in it, as in "label.0"',
  },
  {
    what: "one of two places set, which names the class by its place",
    name: "onehot.jsonl",
    content: third([1, 0]),
    message: /^onehot\.jsonl:3: .*, got a list; two values stand there, one .* say "label\.1"$/,
  },
  {
    what: "several labels of one text",
    name: "several.jsonl",
    content: third([0, 1, 1]),
    message: /, got a list; 3 values stand there, and a label is one; write one a row, or make it/,
  },
  {
    what: "another number than a map names, which is no near miss",
    name: "minus.jsonl",
    content: third(-1),
    options: { labels: { 0: 0, 1: 1 } },
    message: 'minus.jsonl:3: "label" must be one of "0", "1", got -1; add it to labels',
  },
  {
    what: "an empty label cell",
    name: "cell.csv",
    content: "text,label\na,0\nb,\n",
    message:
      'cell.csv:3: "label" must be 0 or 1, got ""; leave such rows out with labels: { "": null }',
  },
  {
    what: "a label beyond two",
    name: "third.jsonl",
    content: third(2),
    message:
      'third.jsonl:3: "label" must be 0 or 1, got 2; say classes, or map it with labels: {...}',
  },
  {
    what: "a label that is no whole number",
    name: "half.jsonl",
    content: third(0.5),
    message: 'half.jsonl:3: "label" must be 0 or 1, got 0.5; map it with labels: {...}',
  },
  {
    what: "a label that the map lacks",
    name: "map.jsonl",
    content: jsonl({ text: "c", label: "postive" }),
    options: { labels: { positive: 1, negative: 0 } },
    message:
      'map.jsonl:1: "label" must be one of "positive", "negative", got "postive"; did you mean ' +
      '"positive"?',
  },
  {
    what: "a map that leaves a class out",
    name: "reviews.jsonl",
    options: { labels: { a: 0, b: 2 } },
    message: "labels: no value is mapped to class 1",
  },
  {
    what: "a single class",
    name: "single.jsonl",
    content: jsonl({ text: "c", label: 1 }, { text: "d", label: 1 }),
    message: 'single.jsonl: every class must occur, got none of "0" in 2 examples',
  },
  {
    what: "empty text",
    name: "void.csv",
    content: "text,label\na,0\n  ,1\n",
    message:
      'void.csv:3: "text" must not be empty; leave such rows out with ' +
      "dropEmpty: true, or say allowEmpty: true",
  },
  {
    what: "text that is none",
    name: "lists.jsonl",
    content: jsonl({ text: ["a"], label: 1 }),
    message:
      'lists.jsonl:1: "text" must be text, got a list; name one value in it, as in "text.0", or ' +
      "make a text with rows()",
  },
  {
    what: "a list of objects, naming the longest text in them",
    name: "objects.jsonl",
    content: jsonl({ text: [{ said: "what is it?", at: "now" }], label: 1 }),
    message: /got a list; name one value in it, as in "text\.0\.said", or make a text with/,
  },
  {
    what: "messages where a text should be, naming the last",
    name: "messages.jsonl",
    content: jsonl({
      text: [
        { role: "user", content: "what is it, in all the length that a question may have?" },
        { role: "assistant", content: "a" },
      ],
      label: 1,
    }),
    message: /got a list; name one message, as in "text\.-1\.content", or make a text with/,
  },
  {
    what: "messages of another form, in an object",
    name: "conversation.jsonl",
    content: jsonl({ text: { all: [{ from: "human", value: "is it?" }] }, label: 1 }),
    message: /got an object; name one message, as in "text\.all\.-1\.value", or make a text with/,
  },
  {
    what: "a text that is null, as an empty cell",
    name: "null-text.jsonl",
    content: jsonl({ text: "a", label: 0 }, { text: null, label: 1 }),
    message:
      'null-text.jsonl:2: "text" must not be empty; leave such rows out with ' +
      "dropEmpty: true, or say allowEmpty: true",
  },
  {
    what: "a label inside of what is null",
    name: "inside.jsonl",
    content: jsonl({ text: "a", row: { label: 0 } }, { text: "b", row: null }),
    options: { label: "row.label" },
    message:
      'inside.jsonl:2: "row.label" must be 0 or 1, got null; leave such rows out with labels: ' +
      '{ "null": null }',
  },
  {
    what: "duplicate ids",
    name: "ids.jsonl",
    content: jsonl(
      { text: "a", label: 0, id: "x" },
      { text: "b", label: 1, id: "y" },
      { text: "c", label: 1, id: "x" },
    ),
    options: { id: "id" },
    message: 'ids.jsonl:3: ids must be unique, got "x" again after ids.jsonl:1',
  },
  ...["1.66e+18", "1.66E+18", "1660000000000000000.0"].flatMap((float) =>
    (["id", "group"] as const).map((option) => ({
      what: `${option} ${float}, in which digits are lost`,
      name: "floats.csv",
      content: `text,label,key\na,0,7\nb,1,${float}\nc,1,${float}\n`,
      options: { [option]: "key" },
      message:
        `floats.csv:3: "key" must keep all digits, got "${float}", a float, which loses some; ` +
        "write the column as whole numbers (int64) or texts",
    })),
  ),
];

describe.each([
  { about: "files", cases: files },
  { about: "structure", cases: structure },
  { about: "what other programs write", cases: otherMakes },
  { about: "contents", cases: contents },
])("loadTask refuses, of $about,", ({ cases }) => {
  it.each(cases)("$what", async ({ name, content, options = {}, message }) => {
    if (content !== undefined) writeFileSync(join(folder, name), content);
    const got = await refusal(table(name, { ...columns, ...options }));
    if (typeof message === "string") expect(got).toBe(message);
    else expect(got).toMatch(message);
  });
});

describe("loadTask", () => {
  it("refuses rows that are no objects", async () => {
    const source = rows("odd", [7 as unknown as object]);
    expect(await refusal(table(source, columns))).toBe(
      'rows "odd": row 1: must be an object, got 7',
    );
  });

  it("says what a rows function threw, and when", async () => {
    const failing = rows("failing", function* () {
      yield { text: "a", label: 0 };
      throw new Error("the disk\nis gone");
    });
    expect(await refusal(table(failing, columns), StudyError)).toBe(
      'rows "failing": failed after 1 rows: the disk is gone',
    );
    const early = rows("early", () => {
      throw new Error("no");
    });
    expect(await refusal(table(early, columns), StudyError)).toBe(
      'rows "early": failed after 0 rows: no',
    );
    const nothing = rows("nothing", () => undefined as never);
    expect(await refusal(table(nothing, columns))).toBe(
      'rows "nothing": must give a list of objects, got nothing',
    );
  });

  it.skipIf(!existsSync("/proc/self/fd"))("closes a file that it stops reading", async () => {
    const line = `${jsonl({ text: "a", label: "x" })}\n`;
    writeFileSync(join(folder, "long.jsonl"), line.repeat(200_000));
    writeFileSync(join(folder, "long.csv"), `text,label\n${"a,x\n".repeat(600_000)}`);
    for (const name of ["long.jsonl", "long.csv"]) await refusal(table(name, columns));
    const open = () =>
      readdirSync("/proc/self/fd")
        .flatMap((fd) => linkOf(`/proc/self/fd/${fd}`))
        .filter((path) => path.startsWith(folder));
    await vi.waitFor(() => expect(open()).toEqual([]), 10_000);
  });

  it("takes empty texts when told to", async () => {
    const source = rows("empty", [
      { text: "", label: 0 },
      { text: " ", label: 1 },
    ]);
    expect((await load(table(source, { ...columns, allowEmpty: true }))).examples.length).toBe(2);
  });

  it("leaves rows with a blank text out when told to, whatever the task, and says so", async () => {
    const some = [0, 1, 2, 3, 4, 5].map((i) => (i === 3 ? " " : `text ${i}`));
    const texts = rows(
      "some",
      some.map((text, i) => ({ text, label: i % 2, better: text, worse: `other ${i}` })),
    );
    const dropEmpty = true;
    const tasks = [
      table(texts, { ...columns, balance: false, dropEmpty }),
      pairs(texts, { chosen: "better", rejected: "worse", dropEmpty }),
      choices(texts, { question: "worse", choices: ["text", "worse"], answer: "label", dropEmpty }),
      choices(
        rows(
          "lists",
          some.map((text, i) => ({ q: `q ${i}`, list: [text, "no"], label: 0 })),
        ),
        { question: "q", choices: "list", answer: "label", dropEmpty },
      ),
    ];
    for (const task of tasks) {
      const { dropped, warnings } = await load(task);
      expect(dropped.empty).toBe(1);
      expect(warnings).toContain("1 row left out: a text is blank");
    }
  });
});

/** Where a descriptor points; nothing if it is closed meanwhile. */
function linkOf(descriptor: string): string[] {
  try {
    return [readlinkSync(descriptor)];
  } catch {
    return [];
  }
}
