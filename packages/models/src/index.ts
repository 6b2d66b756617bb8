export { decodeSafetensors } from "./formats/safetensors-read.js";
export { encodeSafetensors } from "./formats/safetensors-write.js";
