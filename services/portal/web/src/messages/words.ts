import { daysBetween, DEFAULT_ZONE, localTime } from '../format/time';
import { type Language, NORWEGIAN } from './languages';
import type { MessageValues } from './message-values';
import nb from './nb.json';

export type MessageKey = keyof MessageValues;
/** A text, or its plural forms by CLDR's names. */
export type Messages = Record<MessageKey, string | Readonly<Record<string, string>>>;

type ValuesOf<Key extends MessageKey> = MessageValues[Key] extends null ? [] : [values: MessageValues[Key]];

/** Says things in one language. Times are shown on the clocks of the zone, never of the browser. */
export class Words {
  private readonly lists: Intl.ListFormat;
  private readonly percents: Intl.NumberFormat;
  private readonly plurals: Intl.PluralRules;

  constructor(
    readonly language: Language,
    private readonly messages: Messages,
  ) {
    const locales = [language.locale, 'en-GB-u-nu-latn'];
    this.lists = new Intl.ListFormat(locales, { type: 'conjunction' });
    this.percents = new Intl.NumberFormat(locales, { style: 'percent' });
    this.plurals = new Intl.PluralRules(locales);
  }

  text<Key extends MessageKey>(key: Key, ...[values]: ValuesOf<Key>): string {
    const given: Record<string, string | number> = values ?? {};
    const message = this.messages[key];
    const form = typeof message === 'string' ? message : this.formOf(message, Number(given['count']));
    return form.replace(/\{([a-z]+)\}/g, (_, name: string) => String(given[name] ?? ''));
  }

  /** `a, b og c` */
  list(items: string[]): string {
    return this.lists.format(items);
  }

  /** @param percent 0–100 or more */
  percent(percent: number): string {
    return this.percents.format(percent / 100);
  }

  /** `kl. 18.00` today, otherwise as {@link when}. */
  clock(instant: string, now: number, zone = DEFAULT_ZONE): string {
    const { date, clock } = localTime(instant, zone);
    const isToday = date === localTime(now, zone).date;
    return isToday ? this.text('time.clock', { clock: this.clockText(clock) }) : this.when(instant, now, zone);
  }

  /** `i dag kl. 11.00`, `i morgen kl. 11.00`, `mandag kl. 11.00` within a week, otherwise `mandag 30. november kl. 11.00`. */
  when(instant: string, now: number, zone = DEFAULT_ZONE): string {
    const local = localTime(instant, zone);
    const clock = this.clockText(local.clock);
    const days = daysBetween(localTime(now, zone).date, local.date);
    if (days === 0) return this.text('time.today', { clock });
    if (days === 1) return this.text('time.tomorrow', { clock });
    const weekday = this.weekday(local.date);
    if (days > 1 && days < 7) return this.text('time.weekday', { weekday, clock });
    return this.text('time.date', { weekday, date: this.date(local.date), clock });
  }

  /** `mandag` */
  weekday(date: string): string {
    const fromMonday = ((new Date(date).getUTCDay() + 6) % 7) + 1;
    return this.text(`weekday.${fromMonday}` as 'weekday.1');
  }

  /** `23. november` */
  date(date: string): string {
    return this.text('date', { day: String(Number(date.slice(8, 10))), month: this.month(date) });
  }

  /** `23. november 2026` */
  dateWithYear(date: string): string {
    const values = { day: String(Number(date.slice(8, 10))), month: this.month(date), year: date.slice(0, 4) };
    return this.text('date.year', values);
  }

  /** @param spans of one day as `11.00–16.00`, in order; none is closed */
  spans(spans: string[]): string {
    if (spans.length === 0) return this.text('week.closed');
    return this.list(spans.map((span) => (span === '00.00–24.00' ? this.text('week.all-day') : this.clockText(span))));
  }

  private clockText(text: string): string {
    return text.replaceAll('.', this.language.clockSeparator);
  }

  private month(date: string): string {
    return this.text(`month.${Number(date.slice(5, 7))}` as 'month.1');
  }

  private formOf(forms: Readonly<Record<string, string>>, count: number): string {
    return forms[this.plurals.select(count)] ?? forms['other'] ?? '';
  }
}

/** What everything falls back on, and what staff read. */
export const NORWEGIAN_WORDS = new Words(NORWEGIAN, nb);
