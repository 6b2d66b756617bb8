// What a study file imports from "w2s".

export * from "@w2s/lab";
export * from "@w2s/report";
