// Names that those who hand out and those who work agree on.

/** The queue whose jobs are the runs that there are; nobody takes them. */
export const ordersQueue = "w2s-orders";

/** The queue of a run's passes. */
export const passesQueue = (order: string): string => `w2s-${order}`;

/** How a failure begins that says which result of the store is gone. */
export const gonePrefix = "gone: ";
