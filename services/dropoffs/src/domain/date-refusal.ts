import { denied, type Outcome } from '@selvbetjent/contracts';
import { localDateOf } from '@selvbetjent/opening-hours';

/** @returns why nothing can be entered for this local date, or null: what hasn't been has no kilos. */
export function dateRefusal(
  localDate: string,
  { timeZone, now }: { timeZone: string; now: Date },
): Outcome<never> | null {
  const today = localDateOf(now, timeZone);
  if (localDate <= today) return null;
  return denied('date_in_future', `Datoen ${localDate} er ikke kommet ennå. Før det når det er gjort.`);
}
