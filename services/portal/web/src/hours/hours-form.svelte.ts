import type { HoursVersion, Schedule } from '../api-types';
import { hoursInForce } from '../hours-versions';
import { KeptDraft } from '../kept-draft';
import { textOfWeek, type EditedWeek } from './edited-week';
import { readHours } from './read-hours';

interface HoursDraft extends HoursVersion {
  seenVersion: number;
}

/** New hours while they are edited: one text, and the week that it says. Follows what is in force until it is touched. */
export class HoursForm {
  text = $state('');
  validFrom = $state('');
  week = $state.raw<EditedWeek | null>(null);
  dirty = $state(false);
  /** The version of the hours that this was begun on. */
  seenVersion = $state(0);
  /** The draft was found again, after a sign-in for one. */
  readonly restored: boolean;
  readonly read = $derived(readHours(this.text.trim()));
  readonly #draft: KeptDraft<HoursDraft>;

  constructor(stationId: string) {
    this.#draft = new KeptDraft<HoursDraft>(`hours-draft:${stationId}`, ({ hours, validFrom, seenVersion }) =>
      Boolean(typeof hours === 'string' && validFrom && seenVersion !== undefined),
    );
    const kept = this.#draft.read();
    this.restored = kept !== null;
    if (kept) this.#become(kept, true);
  }

  /** What is in force on a date, unless somebody is editing. */
  follow({ versions, hoursVersion }: Schedule, today: string): void {
    if (this.dirty) return;
    const hours = hoursInForce(versions, today)?.hours ?? '';
    this.#become({ hours, validFrom: today, seenVersion: hoursVersion }, false);
  }

  writeText(text: string): void {
    this.text = text;
    this.week = this.read.week;
    this.#touched();
  }

  drawWeek(week: EditedWeek): void {
    this.week = week;
    this.text = textOfWeek(week);
    this.#touched();
  }

  setValidFrom(date: string): void {
    this.validFrom = date;
    this.#touched();
  }

  /** Goes on with this draft although somebody else has saved since. */
  keepAgainst(schedule: Schedule): void {
    this.seenVersion = schedule.hoursVersion;
    this.#touched();
  }

  /** Back to what is in force. */
  drop(schedule: Schedule, today: string): void {
    this.#draft.forget();
    this.dirty = false;
    this.follow(schedule, today);
  }

  #become({ hours, validFrom, seenVersion }: HoursDraft, dirty: boolean): void {
    this.text = hours;
    this.week = this.read.week;
    this.validFrom = validFrom;
    this.seenVersion = seenVersion;
    this.dirty = dirty;
  }

  #touched(): void {
    this.dirty = true;
    this.#draft.keep({ hours: this.text, validFrom: this.validFrom, seenVersion: this.seenVersion });
  }
}
