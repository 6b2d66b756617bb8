// @w2s/report: what a study found, as a figure, a text chart, words and one page.

export { assumptions } from "./assumptions.js";
export { figureSvg } from "./figure.js";
export { byPair, byTask } from "./groups.js";
export { decimal, metricOf, pgrText, score, scoreRange, scoreWithSpread } from "./numbers.js";
export type { Report } from "./page.js";
export { reportPage } from "./page.js";
export type { Line, Panel, Panels, Point } from "./panels.js";
export { panelsOf } from "./panels.js";
export type { Place, SizeAxis } from "./sizes.js";
export { sizeAxis } from "./sizes.js";
export type { TextChartOptions } from "./text-chart.js";
export { textChart } from "./text-chart.js";
export type { Verdict } from "./verdict.js";
export { verdict } from "./verdict.js";
export { wordsOf } from "./words.js";
