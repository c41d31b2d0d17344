import assert from 'node:assert/strict';
import { type DoorAnswer } from '../domain/attempt';

/** What can be wrong with a door, its network, or both. A dialect that knows no such trouble leaves it out of its bench. */
export const DOOR_TROUBLES = [
  'mute',
  'slow',
  'jammed',
  'refusing',
  'duplicating',
  'answering late',
  'answering for another command',
  'offline',
  'losing commands',
] as const;
export type DoorTrouble = (typeof DOOR_TROUBLES)[number];

/** A dialect's driver before a simulated door of that dialect; time stands still but for `advance`. */
export interface DoorBench {
  nowMs(): number;
  advance(ms: number): Promise<void>;
  /** `leftMs`: from now to the deadline. */
  unlock(commandId: string, leftMs: number): Promise<DoorAnswer>;
  /** Every movement of the bolt by a command, ever. */
  actuations(): readonly { commandId: string; atMs: number }[];
  /** How many messages left for the door. */
  sent(): number;
  troubles: readonly DoorTrouble[];
  trouble(trouble: DoorTrouble): Promise<void>;
  recover(): Promise<void>;
  /** Commands from now on arrive this much later. */
  delayCommands(ms: number): void;
}

export interface DoorRule {
  rule: string;
  /** Rejects when the driver breaks the rule. */
  check: (bench: DoorBench) => Promise<void>;
}

const LEFT_MS = 2_700;
const STEP_MS = 50;
/** The longest that a command may live. */
const MAX_TTL_MS = 5_000;

/** What every dialect's driver must do, whatever its door does. */
export const DOOR_CONTRACT: readonly DoorRule[] = [
  {
    rule: 'a good door opens once, and is said to be unlocked',
    check: async (bench) => {
      const { answer } = await answered(bench, 'c-1', LEFT_MS);
      assert.deepEqual(answer, { answer: 'unlocked' });
      assert.deepEqual(openedBy(bench), ['c-1']);
    },
  },
  {
    rule: 'unlocked is only said after the door moved its bolt for that very command',
    check: (bench) =>
      withEachTrouble(bench, async (commandId, trouble) => {
        const { answer } = await answered(bench, commandId, LEFT_MS);
        if (answer.answer !== 'unlocked') return;
        assert.ok(openedBy(bench).includes(commandId), `${trouble}: said unlocked, and the bolt has not moved`);
      }),
  },
  {
    rule: 'a door that does not confirm is never said to be unlocked',
    check: (bench) =>
      withEachTrouble(bench, async (commandId, trouble) => {
        const { answer } = await answered(bench, commandId, LEFT_MS);
        if (trouble !== 'duplicating') assert.notEqual(answer.answer, 'unlocked', trouble);
      }),
  },
  {
    rule: 'the answer comes before the deadline, whatever the door does',
    check: (bench) =>
      withEachTrouble(bench, async (commandId, trouble) => {
        for (const leftMs of [700, LEFT_MS, 9_700]) {
          const { tookMs } = await answered(bench, `${commandId}-${leftMs}`, leftMs);
          assert.ok(tookMs <= leftMs, `${trouble}: ${tookMs} of ${leftMs} ms`);
        }
      }),
  },
  {
    rule: 'a command that is on its way for longer than it lives opens nothing',
    check: async (bench) => {
      for (const lateMs of [MAX_TTL_MS + 1, 30_000, 600_000]) {
        bench.delayCommands(lateMs);
        const { answer } = await answered(bench, `late-${lateMs}`, 9_700);
        assert.notEqual(answer.answer, 'unlocked');
        await bench.advance(lateMs);
        assert.deepEqual(openedBy(bench), []);
      }
    },
  },
  {
    rule: 'nothing is sent to a door that is offline, and nothing later',
    check: async (bench) => {
      await bench.trouble('offline');
      await bench.advance(30_000);
      const before = bench.sent();
      const { answer } = await answered(bench, 'c-1', LEFT_MS);
      assert.equal(answer.answer, 'not_sent');
      await bench.recover();
      await bench.advance(60_000);
      assert.equal(bench.sent(), before);
      assert.deepEqual(openedBy(bench), []);
    },
  },
  {
    rule: 'nothing is sent with less than half a second left',
    check: async (bench) => {
      for (const leftMs of [499, 0, -5_000]) {
        const { answer } = await answered(bench, `c${leftMs}`, leftMs);
        assert.deepEqual(answer, { answer: 'not_sent', reason: 'too_late' });
      }
      assert.equal(bench.sent(), 0);
    },
  },
  {
    rule: 'an answer that comes after the deadline changes nothing any more',
    check: async (bench) => {
      await bench.trouble('answering late');
      const { answer } = await answered(bench, 'c-1', LEFT_MS);
      assert.deepEqual(answer, { answer: 'unknown', reason: 'no_answer' });
      await bench.recover();
      const next = bench.unlock('c-2', LEFT_MS);
      await bench.advance(LEFT_MS);
      assert.ok((await next).answer !== 'unlocked' || openedBy(bench).includes('c-2'));
    },
  },
];

/** Runs a rule for every trouble that the bench knows, each with a command of its own and a sound door between. */
async function withEachTrouble(
  bench: DoorBench,
  check: (commandId: string, trouble: DoorTrouble) => Promise<void>,
): Promise<void> {
  for (const trouble of bench.troubles) {
    await bench.trouble(trouble);
    await check(`c-${trouble.replaceAll(' ', '-')}`, trouble);
    await bench.recover();
    await bench.advance(20_000);
  }
}

/** Lets time pass until the driver answers, or long after it should have. */
async function answered(
  bench: DoorBench,
  commandId: string,
  leftMs: number,
): Promise<{ answer: DoorAnswer; tookMs: number }> {
  const startedMs = bench.nowMs();
  let settled: { answer: DoorAnswer; tookMs: number } | undefined;
  const unlocking = bench.unlock(commandId, leftMs).then((answer) => {
    settled = { answer, tookMs: bench.nowMs() - startedMs };
  });
  await bench.advance(0);
  const hopelessMs = startedMs + Math.max(0, leftMs) + MAX_TTL_MS;
  while (!settled && bench.nowMs() < hopelessMs) await bench.advance(STEP_MS);
  assert.ok(settled, `${commandId}: no answer ${MAX_TTL_MS} ms after the deadline`);
  await unlocking;
  return settled;
}

function openedBy(bench: DoorBench): string[] {
  return bench.actuations().map(({ commandId }) => commandId);
}
