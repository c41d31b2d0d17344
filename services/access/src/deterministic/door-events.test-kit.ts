import { type DoorFaults, type SeededRandom } from '@selvbetjent/simulation';

/** `who` is the replica's number; `repeats` how many requests ago the same id was used, 0 for a new one. */
export type DoorEvent =
  | { name: 'press'; who: number; repeats: number; budgetMs: number }
  | { name: 'pass'; ms: number }
  | { name: 'weather'; toDoorMs: number[]; fromDoorMs: number[] }
  | { name: 'faults'; faults: Partial<DoorFaults> }
  | { name: 'power-cycle' | 'open-from-outside' | 'open-from-inside' | 'close' | 'unlock-with-key' | 'sweep' }
  | { name: 'kill'; who: number }
  | { name: 'link'; who: number; isUp: boolean }
  /** The hours: open for so long from now on, 0 is closed. */
  | { name: 'save-hours'; openMs: number };

const BUDGETS_MS = [0, 700, 1_000, 3_000, 3_000, 10_000];
const DAY_MS = 86_400_000;

/** One event of a bad day at a door. */
export function nextDoorEvent(random: SeededRandom): DoorEvent {
  const dice = random.integer(1_000);
  if (dice < 800) return { name: 'pass', ms: 1 + random.integer(100) };
  if (dice < 860) return press(random);
  if (dice < 880) return { name: 'pass', ms: random.integer(4_000) };
  if (dice < 900) return weather(random);
  if (dice < 930) return faults(random);
  if (dice < 936) return { name: 'kill', who: random.integer(2) };
  if (dice < 944) return { name: 'link', who: random.integer(2), isUp: random.integer(5) > 0 };
  if (dice < 952) return { name: 'save-hours', openMs: random.integer(4) === 0 ? 0 : random.integer(8_000) };
  if (dice < 960) return { name: 'save-hours', openMs: DAY_MS };
  return { name: BY_HAND[random.integer(BY_HAND.length)] ?? 'close' };
}

const BY_HAND = [
  ...(['open-from-outside', 'close', 'open-from-outside', 'close'] as const),
  ...(['open-from-inside', 'close', 'unlock-with-key', 'power-cycle', 'sweep', 'sweep'] as const),
];

function press(random: SeededRandom): DoorEvent {
  const repeats = random.integer(3) === 0 ? 1 + random.integer(3) : 0;
  return {
    name: 'press',
    who: random.integer(2),
    repeats,
    budgetMs: BUDGETS_MS[random.integer(BUDGETS_MS.length)] ?? 0,
  };
}

/** Good, slow, doubling or losing; sometimes so slow that a command arrives minutes later. */
function weather(random: SeededRandom): DoorEvent {
  const delays = (): number[] => {
    const kind = random.integer(12);
    if (kind === 0) return [];
    if (kind === 1) return [random.integer(600), random.integer(4_000)];
    if (kind === 2) return [random.integer(60_000)];
    return [kind === 3 ? random.integer(12_000) : random.integer(200)];
  };
  return { name: 'weather', toDoorMs: delays(), fromDoorMs: delays() };
}

function faults(random: SeededRandom): DoorEvent {
  const isGoodDay = random.integer(2) === 0;
  const isOn = (oneIn: number): boolean => random.integer(oneIn) === 0 && !isGoodDay;
  return {
    name: 'faults',
    faults: {
      ...{ mute: isOn(8), jammed: isOn(10), refusing: isOn(10), offline: isOn(12), queuesOffline: isOn(4) },
      ...{ duplicateResults: isOn(4), answersForOther: isOn(8) },
      ...{ slowMs: isOn(5) ? random.integer(8_000) : 0, lateAnswerMs: isOn(5) ? random.integer(8_000) : 0 },
    },
  };
}
