import type { HoursPreview } from './api-types';
import { plural } from './format/kilos';
import { hoursByDay, spansText } from './hours-by-day';

export interface PreviewRow {
  date: string;
  before: string;
  after: string;
  changed: boolean;
}

/** Every day of the range, also those that the server doesn't list because nothing changes. */
export function previewRows(preview: HoursPreview, range: { from: string; days: number }): PreviewRow[] {
  return hoursByDay(preview.intervals, range).map(({ date, spans }) => {
    const change = preview.changes.find((candidate) => candidate.date === date);
    const oneDay = { from: date, days: 1 };
    const after = spansText(change ? (hoursByDay(change.after, oneDay)[0]?.spans ?? []) : spans);
    const before = change ? spansText(hoursByDay(change.before, oneDay)[0]?.spans ?? []) : after;
    return { date, before, after, changed: before !== after };
  });
}

/** How many of those who were refused would have got in; empty while nobody knows or nobody was refused. */
export function servedText(attempts: HoursPreview['deniedAttempts']): string {
  if (!attempts || attempts.denied === 0) return '';
  const { days, denied, wouldServe } = attempts;
  const refused = `${plural(denied, 'gang', 'ganger')} ble døren ikke åpnet fordi det var stengt`;
  return `De siste ${days} dagene: ${refused}. Med disse tidene ville ${wouldServe} av dem ha sluppet inn.`;
}
