import { type SeededRandom } from '@selvbetjent/simulation';

/** `pick` is in [0, 1): which one of those that there are at the time. */
export type WeighingEvent =
  | { name: 'pass'; seconds: number }
  | { name: 'carry' | 'step'; grams: number }
  | { name: 'open' | 'close' | 'empty' | 'reboot' | 'weigh' }
  /** Some of the scale's kept readings arrive, from anywhere among them. */
  | { name: 'send'; pick: number; count: number; isAcked: boolean; isReversed: boolean }
  /** A fact about a visit arrives; it may come again. */
  | { name: 'hear'; pick: number; comesAgain: boolean };

/** One event of a container's day: somebody comes every few minutes, and its messages take their time. */
export function nextWeighingEvent(random: SeededRandom): WeighingEvent {
  const dice = random.integer(1_000);
  if (dice < 566) return { name: 'pass', seconds: 5 * (1 + random.integer(4)) };
  if (dice < 750) {
    const isAcked = random.integer(4) > 0;
    return {
      name: 'send',
      pick: random.uniform(),
      count: 1 + random.integer(40),
      isAcked,
      isReversed: random.integer(2) === 0,
    };
  }
  if (dice < 850) return { name: 'hear', pick: random.uniform(), comesAgain: random.integer(3) === 0 };
  if (dice < 870) return { name: 'open' };
  if (dice < 920) return { name: 'carry', grams: 100 * (random.integer(300) - 120) };
  if (dice < 981) return { name: 'close' };
  if (dice < 984) return { name: 'step', grams: 100 * (random.integer(200) - 100) };
  if (dice < 985) return { name: 'empty' };
  if (dice < 986) return { name: 'reboot' };
  return { name: 'weigh' };
}
