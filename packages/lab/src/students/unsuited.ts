// What a method asks of a student whose kind cannot do it.

import { InputError } from "@w2s/base";

/**
 * A student that a method cannot teach, whatever its options: it learns by no loss, has no head or
 * no language model to train. Where a study has other students, the method is theirs alone.
 */
export class UnsuitedStudent extends InputError {}
