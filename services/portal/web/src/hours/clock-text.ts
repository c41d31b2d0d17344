import { MINUTES_PER_DAY } from './edit-spans';
import type { TimeSpan } from './edited-week';

/**
 * Minutes after midnight of a time as people type it: `11:00`, `11.00`, `1100`, `11`, `9`, `930`.
 * @returns null for what isn't a time of day; 24:00 is one.
 */
export function minutesOf(typed: string): number | null {
  const [, hours = '', minutes = '00'] = /^(\d{1,2})(?:[:.\s]?(\d{2}))?$/.exec(typed.trim()) ?? [];
  if (hours === '') return null;
  const total = Number(hours) * 60 + Number(minutes);
  return Number(minutes) < 60 && total <= MINUTES_PER_DAY ? total : null;
}

/** `11:00`; beyond midnight the time on the next day, `02:00`, but midnight itself is `24:00`. */
export function clockText(minutes: number): string {
  const shown = minutes > MINUTES_PER_DAY ? minutes - MINUTES_PER_DAY : minutes;
  return `${twoDigits(Math.floor(shown / 60))}:${twoDigits(shown % 60)}`;
}

/** `11:00–16:00`, `22:00–02:00 neste dag`, `hele døgnet` */
export function spanText({ start, end }: TimeSpan): string {
  if (start === 0 && end === MINUTES_PER_DAY) return 'hele døgnet';
  return `${clockText(start)}–${clockText(end)}${end > MINUTES_PER_DAY ? ' neste dag' : ''}`;
}

/** `11:00–16:00 og 18:00–20:00`, or `stengt` */
export function spansText(spans: readonly TimeSpan[]): string {
  return spans.length === 0 ? 'stengt' : spans.map(spanText).join(' og ');
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
