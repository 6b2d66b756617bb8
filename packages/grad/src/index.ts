export type { DType, NdArray, TypedData } from "./array.js";
export { ndarray, sizeOf, zerosArray } from "./array.js";
export { InputError, InternalError } from "./errors.js";
