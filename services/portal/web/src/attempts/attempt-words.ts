import type { AttemptView } from '../api-types';
import { ATTEMPT_NAMES, reasonName } from '../format/words';
import { lateNews } from '../late-news';

const OPENED: AttemptView['state'][] = ['unlocked', 'opened', 'closed'];
const FAILED: AttemptView['state'][] = ['expired', 'failed', 'unknown'];

/** Unlocked, and by what the door said nobody pulled it open: it may have stayed shut before somebody who was told that it opened. */
function stayedShut({ state, leafOpenedAt }: Pick<AttemptView, 'state' | 'leafOpenedAt'>): boolean {
  return state === 'closed' && leafOpenedAt === null;
}

export function attemptName(attempt: Pick<AttemptView, 'state' | 'leafOpenedAt'>): string {
  return stayedShut(attempt) ? 'Låst opp, ikke åpnet' : ATTEMPT_NAMES[attempt.state];
}

/** The colour of an outcome; its words say the same. */
export function attemptSkin(attempt: Pick<AttemptView, 'state' | 'leafOpenedAt'>): 'green' | 'red' | 'beige' {
  const { state } = attempt;
  if (stayedShut(attempt)) return 'beige';
  if (OPENED.includes(state)) return 'green';
  return FAILED.includes(state) ? 'red' : 'beige';
}

/** `Utenfor åpningstiden. Døren åpnet likevel 23. nov. kl. 11.04`; empty where there is nothing to say. */
export function attemptReason(attempt: AttemptView, now: number): string {
  const unopened = stayedShut(attempt) ? 'Døren låste seg igjen uten å melde at noen åpnet den' : '';
  return [reasonName(attempt.reason), unopened, lateNews(attempt, now)].filter(Boolean).join('. ');
}
