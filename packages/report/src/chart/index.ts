// Charts said in data.

export { drawChart } from "./chart.js";
export type { Chart, ChartAxis, ChartLevel, ChartPanel, ChartPoint, ChartSeries } from "./data.js";
