import { describe, expect, it } from "vitest";
import { listInText } from "./list-text.js";

describe("listInText", () => {
  it.each<[string, unknown]>([
    ['["a", "b"]', ["a", "b"]],
    ["['a', 'b']", ["a", "b"]],
    [`['it\\'s', "he's", 'a "b"']`, ["it's", "he's", 'a "b"']],
    ["['a' 'b'\n 'c']", ["a", "b", "c"]],
    ["[ 'a, b', 'c]' ]", ["a, b", "c]"]],
    ["['l\\n1', '\\xe9\\u00e9\\\\', '\\d']", ["l\n1", "éé\\", "\\d"]],
    ["['\\U0001f600']", ["😀"]],
    ["[1 2.5 -3]", [1, 2.5, -3]],
    ["[np.float64(0.25), np.float64(7.5e-01)]", [0.25, 0.75]],
    [`[np.str_('a (b)'), np.str_("it's")]`, ["a (b)", "it's"]],
    ["[]", []],
    ["['a',]", ["a"]],
  ])("reads %j", (text, items) => {
    expect(listInText(text)).toEqual(items);
  });

  it.each([
    "['a' ... 'b']",
    "[['a'], ['b']]",
    "['a', b]",
    "[{'a': 1}]",
    "a, b",
    "['a' 'b'",
    "[text] in brackets",
    "[np.float64(0.5, 1]",
    "[0.5), 1]",
  ])("takes %j for no list", (text) => {
    expect(listInText(text)).toBeUndefined();
  });
});
