/** Reasons that other opening hours would take away. */
export const REFUSED_FOR_THE_HOURS: readonly string[] = ['outside_hours', 'holiday', 'exception'];
