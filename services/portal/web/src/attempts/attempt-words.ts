import type { AttemptView } from '../api-types';
import { reasonName } from '../format/words';
import { lateNews } from '../late-news';

const OPENED: AttemptView['state'][] = ['unlocked', 'opened', 'closed'];
const FAILED: AttemptView['state'][] = ['expired', 'failed', 'unknown'];

/** The colour of an outcome; its words say the same. */
export function attemptSkin({ state }: Pick<AttemptView, 'state'>): 'green' | 'red' | 'beige' {
  if (OPENED.includes(state)) return 'green';
  return FAILED.includes(state) ? 'red' : 'beige';
}

/** `Utenfor åpningstiden. Døren åpnet likevel 23. nov. kl. 11.04`; empty where there is nothing to say. */
export function attemptReason(attempt: AttemptView, now: number): string {
  return [reasonName(attempt.reason), lateNews(attempt, now)].filter(Boolean).join('. ');
}
