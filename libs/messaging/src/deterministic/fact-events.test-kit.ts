import { type SeededRandom } from '@selvbetjent/simulation';

/** `who`, `pick` are in [0, 1): which one of those that there are at the time. */
export type FactEvent =
  | { name: 'tell'; who: number; stationId: string; isPoison: boolean }
  | { name: 'end'; pick: number; how: 'done' | 'failed' | 'unanswered' }
  | { name: 'kill'; side: 'owner' | 'reader'; who: number; taken: boolean }
  | { name: 'pass'; ms: number }
  | { name: 'fail-handler' | 'wipe' | 'forget-ids' }
  | { name: 'lose-end'; count: number };

const STATIONS = ['trosterud', 'dogn', 'furuset'];

/** One event between those who tell facts and those who read them. */
export function nextFactEvent(random: SeededRandom): FactEvent {
  const [dice, pick] = [random.integer(1_000), random.uniform()];
  if (dice < 100) return nextFact(random);
  if (dice < 960) return { name: 'end', pick, how: endingOf(random.integer(60)) };
  if (dice < 975) return { name: 'pass', ms: random.integer(20_000) };
  if (dice < 985) {
    const side = random.integer(2) === 0 ? 'owner' : 'reader';
    return { name: 'kill', side, who: pick, taken: random.integer(2) === 0 };
  }
  if (dice < 992) return { name: 'fail-handler' };
  if (dice < 996) return { name: 'forget-ids' };
  return dice < 998 ? { name: 'lose-end', count: 1 + random.integer(5) } : { name: 'wipe' };
}

function nextFact(random: SeededRandom): FactEvent {
  const stationId = STATIONS[random.integer(STATIONS.length)] ?? '';
  return { name: 'tell', who: random.uniform(), stationId, isPoison: random.integer(30) === 0 };
}

function endingOf(dice: number): 'done' | 'failed' | 'unanswered' {
  if (dice === 0) return 'failed';
  return dice === 1 ? 'unanswered' : 'done';
}
