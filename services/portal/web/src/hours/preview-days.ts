/** How many days the editor looks ahead. */
export const PREVIEW_DAYS = 14;
