import { type Evidence, type Invariant } from '../evidence/evidence';
import { actuationsAllowed } from './i04-actuations-allowed';
import { alarmsTold } from './i07-alarms-told';
import { answersTrue } from './i05-answers-true';
import { changesAudited } from './i10-changes-audited';
import { factsTold } from './i08-facts-told';
import { gramsTrue } from './i02-grams-true';
import { noPersonKept } from './i11-no-person-kept';
import { nobodyFell } from './i13-nobody-fell';
import { readingsKept } from './i01-readings-kept';
import { readsSteady } from './i09-reads-steady';
import { tokensUsedOnce } from './i06-tokens-used-once';
import { totalsAgree } from './i03-totals-agree';
import { wellAgain } from './i12-well-again';

/** What must hold after every run, in the order in which it is reported. */
export const INVARIANTS: readonly Invariant[] = [
  ...[readingsKept, gramsTrue, totalsAgree, actuationsAllowed, answersTrue, tokensUsedOnce, alarmsTold],
  ...[factsTold, readsSteady, changesAudited, noPersonKept, wellAgain, nobodyFell],
];

/** They hold at every instant. */
const AT_ANY_MOMENT: readonly Invariant[] = [actuationsAllowed, answersTrue, tokensUsedOnce];
/** They speak of weighings that are final and of alarms that were due. */
const LATE: readonly Invariant[] = [gramsTrue, alarmsTold];
/** It speaks of what each replica answers. */
const AT_THE_END: readonly Invariant[] = [readsSteady];

/** Those of which something that has been read so far can tell. */
export function invariantsFor({ reach }: Pick<Evidence, 'reach'>): readonly Invariant[] {
  if (reach === 'moment') return AT_ANY_MOMENT;
  if (reach === 'end') return INVARIANTS;
  const tooEarly = reach === 'late' ? AT_THE_END : [...LATE, ...AT_THE_END];
  return INVARIANTS.filter((one) => !tooEarly.includes(one));
}
