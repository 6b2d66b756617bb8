// Loaded before a process's own code: its clock is W2S_TEST_CLOCK ms ahead of the machine's.

const ahead = Number(process.env.W2S_TEST_CLOCK);
const Real = Date;
globalThis.Date = class extends Real {
  constructor(...given) {
    super(...(given.length === 0 ? [Real.now() + ahead] : given));
  }
  static now() {
    return Real.now() + ahead;
  }
};
