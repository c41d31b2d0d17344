import { type PlantedBug } from './planted-bug';

const MQTT_DOOR = 'services/access/src/doors/mqtt-door.ts';
const USED_TOKENS = 'services/access/src/used-token.store.ts';
const FIND_USE = '  async use({ jti, issuer, expiresAt }: TokenId, within';

/** Mistakes at the door: it opens when it shouldn't, or somebody is told what isn't so. */
export const DOOR_BUGS: readonly PlantedBug[] = [
  {
    name: 'success-on-publish',
    mistake: 'The broker took the command, so the door is open.',
    edits: [{ file: MQTT_DOOR, find: 'return answerOf(await result);', put: "return { answer: 'unlocked' };" }],
    breaks: ['I5', 'I10'],
    options: ['--faults', 'door-faults'],
    provedBy: 'services/access/src/doors/door.contract.spec.ts',
  },
  {
    name: 'unlock-queued-while-offline',
    mistake: 'A door that is away gets its command as soon as it is back.',
    edits: [
      {
        file: MQTT_DOOR,
        find: 'if (isHeard || mayStillSpeak) return null;',
        put: 'if (isHeard || mayStillSpeak || now) return null;',
      },
      {
        file: MQTT_DOOR,
        find: "if (!fresh) return { answer: 'not_sent', reason: 'device_offline' };",
        put: `if (!fresh) {
      this.time.after(1_000, () => void this.unlock({ ...command, deadlineMs: this.time.nowMs() + 3_000 }));
      return { answer: 'not_sent', reason: 'device_offline' };
    }`,
      },
    ],
    breaks: ['I4', 'I5'],
    options: ['--faults', 'devices-offline,cut,half-open'],
    provedBy: 'services/access/src/doors/door.contract.spec.ts',
  },
  {
    name: 'nonce-age-ignored',
    mistake: 'A nonce is a nonce; how long ago we heard it is nobody’s business.',
    edits: [
      {
        file: 'services/access/src/doors/live-doors.ts',
        find: 'return nonceAgeMs > ALIVE_MS ? null : { nonce, nonceAgeMs };',
        put: 'return nonceAgeMs > ALIVE_MS ? null : { nonce, nonceAgeMs: ALIVE_MS };',
      },
    ],
    breaks: ['I4'],
    options: ['--faults', 'half-open'],
    provedBy: 'services/access/src/doors/faulty-doors.spec.ts',
  },
  {
    name: 'any-result-counts',
    mistake: 'Whatever the door says next answers the command that waits.',
    edits: [
      {
        file: MQTT_DOOR,
        find: 'const command = this.waiting.get(result.id);',
        put: 'const command = this.waiting.get(result.id) ?? [...this.waiting.values()].find((one) => one.doorId === doorId);',
      },
    ],
    breaks: ['I5', 'I10'],
    options: ['--faults', 'door-faults,echo'],
    provedBy: 'services/access/src/doors/faulty-doors.spec.ts',
  },
  {
    name: 'unknown-tried-again',
    mistake: 'Nobody answered, so nothing happened: the same request may open once more.',
    edits: [
      {
        file: 'services/access/src/domain/attempt.ts',
        find: "    case 'closed':\n    case 'unknown':\n      return 'recorded';",
        put: "    case 'closed':\n      return 'recorded';\n    case 'unknown':\n      return 'afresh';",
      },
    ],
    breaks: ['I4', 'I5'],
    options: ['--faults', 'door-faults'],
    provedBy: 'services/access/src/domain/attempt.spec.ts',
  },
  {
    name: 'jti-in-memory',
    mistake: 'A set in the process knows every token that was used.',
    edits: [
      {
        file: USED_TOKENS,
        find: FIND_USE,
        put: `  private readonly seen = new Set<string>();

  async use({ issuer, jti }: TokenId, _within?: unknown): Promise<boolean> {
    const isFirst = !this.seen.has(issuer + jti);
    this.seen.add(issuer + jti);
    return isFirst;
  }

  async useInDatabase({ jti, issuer, expiresAt }: TokenId, within`,
      },
    ],
    breaks: ['I6'],
    options: ['--faults', 'sigkill'],
    provedBy: 'services/access/src/single-use.spec.ts',
  },
  {
    name: 'jti-unlogged',
    mistake: 'Tokens live for a minute: their table needs no log.',
    edits: [
      {
        file: 'services/access/src/migrations/access-tables.ts',
        find: 'CREATE TABLE used_tokens (',
        put: 'CREATE UNLOGGED TABLE used_tokens (',
      },
    ],
    breaks: ['I6'],
    options: ['--faults', 'postgres-stop'],
    provedBy: 'services/access/src/database-crash.spec.ts',
  },
  {
    name: 'hours-in-utc',
    mistake: 'Ten o’clock is ten o’clock.',
    edits: [
      {
        file: 'services/access/src/door-access.ts',
        find: 'compileSchedule(scheduleOf(station))',
        put: "compileSchedule({ ...scheduleOf(station), timeZone: 'UTC' })",
      },
    ],
    breaks: ['I4'],
    options: ['--faults', 'reset'],
    provedBy: 'services/access/src/deterministic/deterministic.spec.ts',
  },
  {
    name: 'held-open-timer-only',
    mistake: 'A timer that begins when the service sees the open door is enough.',
    edits: [
      {
        file: 'services/access/src/domain/alarms.ts',
        find: "function heldOpen(door: WatchedDoor, { now }: Situation): Verdict {\n  const about = aboutDoor('held_open', door);",
        put: "function heldOpen(door: WatchedDoor, { now, upMs }: Situation): Verdict {\n  const about = aboutDoor('held_open', door);\n  if (upMs < HELD_OPEN_MS) return { ...about, says: 'unknown' };",
      },
    ],
    breaks: ['I7'],
    options: ['--faults', 'reset'],
    provedBy: 'services/access/src/alarms/held-open-waits.spec.ts',
  },
  {
    name: 'authorization-in-log',
    mistake: 'The header helps when somebody complains.',
    edits: [
      {
        file: 'services/access/src/oslonokkelen.controller.ts',
        find: 'const answer = await this.answerExecute.handle(authorization, performance.now());',
        put: 'process.stdout.write(`execute ${authorization}\\n`);\n    const answer = await this.answerExecute.handle(authorization, performance.now());',
      },
    ],
    breaks: ['I11'],
    options: ['--faults', 'reset'],
    provedBy: 'services/access/src/personal-numbers.spec.ts',
  },
];
