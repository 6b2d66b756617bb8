// The page's one script: it makes the filters of the evidence, and hides what they leave out. The
// page says all that it says without it.

import { createHash } from "node:crypto";

export const pageScript = `
(function () {
  var place = document.getElementById("evidence-filters");
  var cards = Array.prototype.slice.call(document.querySelectorAll("#evidence article"));
  if (!place || cards.length === 0) return;
  var form = document.createElement("form");
  form.setAttribute("role", "search");
  form.setAttribute("aria-label", "Filter the examples");
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  function field(title, control) {
    var label = document.createElement("label");
    label.textContent = title + " ";
    label.appendChild(control);
    form.appendChild(label);
    control.addEventListener("input", filter);
    return control;
  }
  var search = document.createElement("input");
  search.type = "search";
  search.placeholder = "a word of the text";
  field("search", search);
  var selects = ["kind", "task", "pair", "method"].map(function (name) {
    var select = document.createElement("select");
    select.name = name;
    var values = [];
    cards.forEach(function (card) {
      var value = card.getAttribute("data-" + name);
      if (values.indexOf(value) < 0) values.push(value);
    });
    ["all"].concat(values).forEach(function (value, i) {
      var option = document.createElement("option");
      option.textContent = value;
      option.value = i === 0 ? "" : value;
      select.appendChild(option);
    });
    if (values.length > 1) field(name, select);
    return select;
  });
  var reset = document.createElement("button");
  reset.type = "button";
  reset.textContent = "show all";
  reset.addEventListener("click", function () { form.reset(); filter(); search.focus(); });
  form.appendChild(reset);
  var count = document.createElement("output");
  count.setAttribute("aria-live", "polite");
  form.appendChild(count);
  var texts = cards.map(function (card) { return card.textContent.toLowerCase(); });
  function filter() {
    var words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    var left = 0;
    cards.forEach(function (card, i) {
      var isShown = words.every(function (word) { return texts[i].indexOf(word) >= 0; }) &&
        selects.every(function (select) {
          return select.value === "" || card.getAttribute("data-" + select.name) === select.value;
        });
      card.hidden = !isShown;
      if (isShown) left += 1;
    });
    var isAsked = left < cards.length;
    document.querySelectorAll("#evidence .kind").forEach(function (kind) {
      var more = kind.querySelector("details");
      if (more) more.open = isAsked;
      var own = kind.querySelectorAll("article");
      kind.hidden = own.length > 0 && kind.querySelectorAll("article:not([hidden])").length === 0;
    });
    count.textContent = left + " of " + cards.length + " examples";
  }
  place.appendChild(form);
  filter();
})();
`;

/** What the page's policy allows of scripts: this one, by its hash, and no other. */
export function scriptPolicy(): string {
  return `'sha256-${createHash("sha256").update(pageScript).digest("base64")}'`;
}
