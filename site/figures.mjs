// A figure for each page of results that has its rows as CSV beside it: PGR by method.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** `{ page, name, svg }` of every results/NAME.md with a NAME.csv that has PGRs. */
export function figuresOf(folder) {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".csv") && existsSync(join(folder, page(file))))
    .flatMap((file) => {
      const methods = quartiles(rowsOf(readFileSync(join(folder, file), "utf8")));
      const name = `results-${file.replace(/\.csv$/, "")}`;
      return methods.length === 0 ? [] : [{ page: page(file), name, svg: drawn(methods) }];
    });
}

const page = (file) => file.replace(/\.csv$/, ".md");

/** Objects by the names of the first line; fields may be quoted. */
function rowsOf(text) {
  const [names, ...rows] = text
    .trim()
    .split(/\r?\n/)
    .map((line) =>
      [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, field]) =>
        field.replace(/^"|"$/g, "").replaceAll('""', '"'),
      ),
    );
  return rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]])));
}

/** Each method's rows with a PGR: how many, and their quartiles. */
function quartiles(rows) {
  const told = rows.filter(({ pgr }) => pgr !== undefined && pgr !== "");
  return [...new Set(told.map(({ method }) => method))].map((method) => {
    const values = told
      .filter((row) => row.method === method)
      .map(({ pgr }) => Number(pgr))
      .sort((a, b) => a - b);
    const at = (share) => {
      const place = share * (values.length - 1);
      const [low, high] = [values[Math.floor(place)], values[Math.ceil(place)]];
      return low + (place - Math.floor(place)) * (high - low);
    };
    return { method, count: values.length, low: at(0.25), middle: at(0.5), high: at(0.75) };
  });
}

function drawn(methods) {
  const [left, width, line, top] = [190, 420, 26, 34];
  const ends = methods.flatMap(({ low, high }) => [low, high]);
  const [from, to] = [Math.min(0, ...ends), Math.max(1, ...ends)];
  const x = (value) => (left + (width * (value - from)) / (to - from)).toFixed(1);
  const height = top + line * methods.length + 30;
  const bars = methods.map(({ method, count, low, middle, high }, i) => {
    const y = top + line * i + line / 2;
    const title = `${method}: median ${middle.toFixed(2)}, middle half ${low.toFixed(2)} to ${high.toFixed(2)}, ${count} rows`;
    return `<g><title>${escaped(title)}</title>
<text x="${left - 12}" y="${y + 4}" text-anchor="end">${escaped(method)} (${count})</text>
<line x1="${x(low)}" x2="${x(high)}" y1="${y}" y2="${y}" stroke="#3b6fb6" stroke-width="5" stroke-linecap="round"/>
<circle cx="${x(middle)}" cy="${y}" r="5.5" fill="#fff" stroke="#1d3d6b" stroke-width="2"/></g>`;
  });
  const marks = [0, 1].map(
    (value) =>
      `<line x1="${x(value)}" x2="${x(value)}" y1="${top - 6}" y2="${height - 26}" stroke="#999" stroke-dasharray="3 3"/>
<text x="${x(value)}" y="${height - 10}" text-anchor="middle">${value}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 ${height}" width="640" font-family="system-ui, sans-serif" font-size="13" fill="#333">
<rect width="640" height="${height}" fill="#fff"/>
<text x="${left}" y="18">PGR: median and middle half of the rows that have one (how many)</text>
${marks.join("\n")}
${bars.join("\n")}
</svg>
`;
}

const escaped = (text) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
