// What the studio shows, as the server wrote it into the page.

/** Whether whoever looks is here to label, and finds nothing else. */
export const isLabelOnly = document.documentElement.dataset.only === "label";
/** Where the studio begins. */
export const home = isLabelOnly ? "/label" : "/runs";
