// @w2s/report: what a study found, as a figure, a text chart, words and one page.

export { mean } from "@w2s/lab";
export type { ArmShown } from "./arm-shown.js";
export { armRange, armShown, armsShown, armText } from "./arm-shown.js";
export type { Assumption, Assumptions } from "./assumptions.js";
export { armsNotRun, assumptionsOf } from "./assumptions.js";
export { bulletsOf } from "./bullets.js";
export type {
  Chart,
  ChartAxis,
  ChartLevel,
  ChartPanel,
  ChartPoint,
  ChartSeries,
} from "./chart/index.js";
export { drawChart } from "./chart/index.js";
export { chanceLevel, explanations } from "./explained.js";
export type { OnFigureFault, ShownFigure } from "./figures/all.js";
export { assertOwnFigures, drawFigures, drawInTurn, figures } from "./figures/all.js";
export { meanCurve } from "./figures/curves.js";
export { isDrawing } from "./figures/drawing.js";
export type { ForestLegend, ForestMark, ForestPanel, ForestRow } from "./figures/forest.js";
export { forestSvg as drawForest } from "./figures/forest.js";
export type { Line, Panel, Panels, Point } from "./figures/panels.js";
export { panelsOf } from "./figures/panels.js";
export type { RoleMark } from "./figures/role-marks.js";
export { roleCss, roleMarks } from "./figures/role-marks.js";
export { markPath } from "./figures/shapes.js";
export type { Place, SizeAxis } from "./figures/sizes.js";
export { shortLabel, sizeAxis, withoutAdapted } from "./figures/sizes.js";
export { byPair, byTask, groupBy, grouped, spreadOverTasks } from "./groups.js";
export type { Headline, HeadlineNumber } from "./headline.js";
export { headlineOf } from "./headline.js";
export { holm } from "./holm.js";
export type { MethodMedians, TaskMedian, Totals } from "./medians.js";
export {
  drawnValue,
  estimateOverTasks,
  methodMedians,
  overTasks,
  pooled,
  totalsOf,
} from "./medians.js";
export { methodSummaries } from "./methods-compared.js";
export {
  decimal,
  intervalText,
  metricOf,
  pgrText,
  score,
  scoreRange,
  scoreWithSpread,
} from "./numbers.js";
export { overTasksText } from "./over-tasks-text.js";
export type { Report, ReportSection } from "./page.js";
export { reportPage, reportSections } from "./page.js";
export { pageStyle } from "./page-style.js";
export type { OutcomeCells } from "./page-tables.js";
export { armHeaders, outcomeCells } from "./page-tables.js";
export { recordFacts } from "./record-facts.js";
export type { TextChartOptions } from "./text-chart.js";
export { textChart } from "./text-chart.js";
export type { Verdict } from "./verdict.js";
export { verdict } from "./verdict.js";
export { wordsOf } from "./words.js";
