import type { AttemptView } from './api-types';
import { dateAndClock } from './format/time';

const RESULTS: Record<string, string> = {
  unlocked: 'Døren sa senere at den låste opp',
  jammed: 'Døren sa senere at låsen satt fast',
  expired: 'Døren sa senere at meldingen kom for sent',
  busy: 'Døren sa senere at den var opptatt',
  refused: 'Døren sa senere nei',
  fault: 'Døren meldte senere om feil',
};

/** What became known of an attempt after the resident had been answered; empty when nothing did. */
export function lateNews({ lateResult, openedLateAt }: AttemptView, now: number): string {
  const said = lateResult ? (RESULTS[lateResult] ?? `Døren sa senere ${lateResult}`) : '';
  const opened = openedLateAt ? `Døren åpnet likevel ${dateAndClock(openedLateAt, now)}` : '';
  return [said, opened].filter(Boolean).join('. ');
}
