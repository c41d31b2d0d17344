import TestSequencer from '@jest/test-sequencer';

/**
 * Those that take minutes begin first, so that none is left running alone at the end. The first runs beside the next two: what
 * kills processes at random wants the machine to itself, and what pauses them or takes their servers away leaves it idle.
 */
const LONGEST = [
  'nemesis/nemesis.spec.ts',
  'crash/zombies.spec.ts',
  'crash/outages.spec.ts',
  'crash/kill-table.spec.ts',
  'e2e/recorded-days.spec.ts',
];

const rankOf = ({ path }) => {
  const rank = LONGEST.findIndex((name) => path.replaceAll('\\', '/').endsWith(`/${name}`));
  return rank < 0 ? LONGEST.length : rank;
};

/** Jest's own order, behind those that are known to be long. */
export default class LongestFirst extends TestSequencer {
  async sort(tests) {
    const sorted = await super.sort(tests);
    return [...sorted].sort((one, other) => rankOf(one) - rankOf(other));
  }
}
