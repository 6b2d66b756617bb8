// What a study file imports from "w2s".

export { didYouMean } from "@w2s/base";
export * from "@w2s/experiments";
export * from "@w2s/lab";
export * from "@w2s/report";
export * from "@w2s/world";
export type { RuntimeCheck } from "./runtime-checks.js";
export { runtimeChecks } from "./runtime-checks.js";
