import type { OpeningHours } from './api-types';

/** The opening hours together with the dates that were asked for: an old answer knows nothing of other days. */
export interface WeekAnswer extends OpeningHours {
  /** Local dates, both included. */
  from: string;
  to: string;
}
