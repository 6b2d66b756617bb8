// Claims of the sources, against finished runs.

export { claimsPage } from "./page.js";
export { claimsPath, readClaims } from "./read.js";
export type { Claim, ClaimsFile, ClaimVerdict, Setting } from "./schema.js";
export { type ClaimChange, claimChanges } from "./since.js";
export { checkText, extentText, measuredText, settingNames, talliesOf } from "./text.js";
export { type ClaimResult, type RunFacts, type Verified, verifiedSchema } from "./verified.js";
export { type ClaimRun, verifyClaims } from "./verify.js";
