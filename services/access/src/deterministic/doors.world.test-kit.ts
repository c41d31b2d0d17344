import { type Container } from '@selvbetjent/contracts';
import { type StateAt } from '@selvbetjent/opening-hours';
import {
  type DoorFaults,
  ManualEnvironment,
  type SeededRandom,
  SimulatedAir,
  SimulatedDoor,
} from '@selvbetjent/simulation';
import { type Core, type World } from '@selvbetjent/testing';
import { setImmediate } from 'node:timers/promises';
import { aStation } from '../access.test-kit';
import { type Repeat, repeatOf } from '../domain/attempt';
import {
  AccessReplica,
  ADDRESS,
  type Attempt,
  type DoorSurroundings,
  type ReplicaMistakes,
  type Told,
} from './access-replica.test-kit';
import { type DoorEvent, nextDoorEvent } from './door-events.test-kit';

/** Mistakes that this simulation must find. */
export interface DoorMistakes extends ReplicaMistakes {
  repeatOf?: typeof repeatOf;
}

const STEP_MS = 50;
const LONGEST_LIFE_MS = 5_000;
const SETTLE_MS = 30_000;
const SOUND: Partial<DoorFaults> = {
  ...{ mute: false, slowMs: 0, jammed: false, refusing: false, duplicateResults: false },
  ...{ lateAnswerMs: 0, answersForOther: false, offline: false, queuesOffline: false },
};

interface SentCommand {
  atMs: number;
  ttlMs: number;
}

/** One simulated door, a network that loses, doubles and delays, and two replicas of access that share their attempts. */
class DoorsWorld implements World<DoorEvent>, DoorSurroundings {
  readonly environment = new ManualEnvironment();
  readonly air: SimulatedAir;
  readonly door: SimulatedDoor;
  readonly attempts = new Map<string, Attempt>();
  readonly container: Container;
  /** When each command left, and its life. */
  private readonly sent = new Map<string, SentCommand>();
  /** When each command was decided, and until when the hours allowed it as was known then. */
  private readonly granted = new Map<string, { atMs: number; untilMs: number }>();
  private readonly replicas: AccessReplica[];
  private readonly requests: string[] = [];
  private readonly told: Told[] = [];
  private readonly seen = { actuations: 0, told: 0, commands: new Set<string>() };
  private weather = { toDoorMs: [0], fromDoorMs: [0] };
  private opensUntilMs = Infinity;
  private fault: string | null = null;
  private wasOpenAndUnlocked = false;

  constructor(readonly mistakes: DoorMistakes) {
    const { environment } = this;
    this.container = aStation(ADDRESS.stationId, '24/7').containers[0] as Container;
    this.air = new SimulatedAir(environment, ({ direction }) =>
      direction === 'to-device' ? this.weather.toDoorMs : this.weather.fromDoorMs,
    );
    this.replicas = [new AccessReplica(this), new AccessReplica(this)];
    this.air.listen(({ topic, payload }) => this.replicas.forEach((replica) => replica.hear(topic, payload)));
    this.door = new SimulatedDoor({ ...ADDRESS, mqttUrl: 'mqtt://unused', environment, connect: this.air.connect });
    this.door.powerOn();
  }

  get nowMs(): number {
    return this.environment.monotonicMs();
  }

  repeatOf(...known: Parameters<typeof repeatOf>): Repeat {
    return (this.mistakes.repeatOf ?? repeatOf)(...known);
  }

  hours(): StateAt {
    const isOpen = this.nowMs < this.opensUntilMs;
    const until = isOpen && this.opensUntilMs < Infinity ? this.dateOf(this.opensUntilMs) : null;
    const reason = { code: isOpen ? 'open' : 'outside_hours', nb: 'Grunnen', en: 'The reason' };
    return { state: isOpen ? 'open' : 'closed', reason, rule: 'rule', since: null, until, nextOpening: null };
  }

  grant(commandId: string): void {
    this.granted.set(commandId, { atMs: this.nowMs, untilMs: this.opensUntilMs });
  }

  /** A command on its way to the door. */
  send(topic: string, payload: string): void {
    const { id, action, ttlMs } = JSON.parse(payload) as { id: string; action: string; ttlMs: number };
    if (action !== 'unlock') this.fault ??= 'lock: a command other than unlock was sent';
    if (this.sent.has(id)) this.fault ??= 'sent twice: a command left twice';
    this.sent.set(id, { atMs: this.nowMs, ttlMs });
    this.air.publish(topic, payload);
  }

  tell(told: Told): void {
    this.told.push(told);
  }

  next(random: SeededRandom): DoorEvent {
    return nextDoorEvent(random);
  }

  async apply(event: DoorEvent): Promise<void> {
    await this.happen(event);
    await setImmediate();
  }

  broken(): string | null {
    this.checkActuations();
    this.checkAnswers();
    this.checkLock();
    const underWay = [...this.attempts.values()].filter(({ state }) => state === 'granted');
    if (underWay.length > 1) this.fault ??= 'claims: two commands were under way at one door';
    return this.fault;
  }

  async settle(): Promise<void> {
    this.weather = { toDoorMs: [0], fromDoorMs: [0] };
    await this.apply({ name: 'faults', faults: SOUND });
    await this.apply({ name: 'pass', ms: SETTLE_MS });
    this.replicas[0]?.sweep();
    await this.apply({ name: 'pass', ms: STEP_MS });
  }

  brokenAtRest(): string | null {
    const unsettled = [...this.attempts.values()].find(({ state }) => state === 'granted');
    if (unsettled) return `unsettled: attempt of ${unsettled.requestId} never ended`;
    const unanswered = this.replicas.flatMap((replica) => [...replica.unanswered.keys()]);
    return unanswered.length > 0 ? `unanswered: ${unanswered.join(', ')}` : null;
  }

  private async happen(event: DoorEvent): Promise<void> {
    switch (event.name) {
      case 'press':
        return this.press(event);
      case 'pass':
        return this.pass(event.ms);
      case 'weather':
        this.weather = event;
        return;
      case 'faults':
        return this.door.setFaults(event.faults);
      case 'power-cycle':
        await this.door.powerOff();
        return this.door.powerOn();
      case 'open-from-outside':
        return void this.door.openFromOutside();
      case 'open-from-inside':
        return this.door.openFromInside();
      case 'close':
        return this.door.close();
      case 'unlock-with-key':
        return this.door.unlockWithKey();
      case 'sweep':
        return this.replicas[0]?.sweep();
      case 'kill':
        this.replicas[event.who]?.die();
        this.replicas[event.who] = new AccessReplica(this);
        return;
      case 'link':
        return this.replicas[event.who]?.setLink(event.isUp);
      case 'save-hours':
        this.opensUntilMs = this.nowMs + event.openMs;
    }
  }

  private press({ who, repeats, budgetMs }: Extract<DoorEvent, { name: 'press' }>): void {
    const requestId = this.requests.at(-repeats) ?? `r-${this.requests.length}`;
    const isNew = repeats === 0 || this.requests.length < repeats;
    if (isNew) this.requests.push(`r-${this.requests.length}`);
    this.replicas[who]?.press(isNew ? (this.requests.at(-1) ?? '') : requestId, budgetMs);
  }

  private async pass(ms: number): Promise<void> {
    for (let leftMs = ms; leftMs > 0; leftMs -= STEP_MS) {
      this.environment.advance(Math.min(STEP_MS, leftMs));
      await setImmediate();
    }
  }

  private checkActuations(): void {
    const { journal } = this.door;
    for (; this.seen.actuations < journal.length; this.seen.actuations += 1) {
      const { commandId, at } = journal[this.seen.actuations] ?? { commandId: '', at: '' };
      const atMs = Date.parse(at) - this.startedAtMs;
      const sent = this.sent.get(commandId);
      if (this.seen.commands.has(commandId)) this.fault ??= 'twice: a command moved the bolt twice';
      this.seen.commands.add(commandId);
      if (!sent) this.fault ??= 'unasked: the bolt moved without a command of ours';
      else this.checkAge(atMs, sent);
      this.checkHours(atMs, commandId);
      const attempt = [...this.attempts.values()].find(({ commandIds }) => commandIds.includes(commandId));
      if (!attempt) this.fault ??= 'unrecorded: the bolt moved for a command that nobody recorded';
      else if (this.movedBy(attempt).length > 1) this.fault ??= 'twice: a request moved the bolt twice';
    }
  }

  private checkAge(movedAtMs: number, { atMs, ttlMs }: SentCommand): void {
    if (ttlMs > LONGEST_LIFE_MS) this.fault ??= 'ttl: a command may live too long';
    if (movedAtMs > atMs + ttlMs) this.fault ??= `late: the bolt moved ${movedAtMs - atMs} ms after its command left`;
  }

  /** A closing time that was known when the command was granted is kept; one that is saved later binds only later decisions. */
  private checkHours(movedAtMs: number, commandId: string): void {
    const granted = this.granted.get(commandId);
    if (!granted) this.fault ??= 'ungranted: the bolt moved for a command that was not granted';
    else if (movedAtMs >= granted.untilMs) this.fault ??= 'hours: the bolt moved outside the opening hours';
  }

  private checkAnswers(): void {
    for (; this.seen.told < this.told.length; this.seen.told += 1) {
      const { requestId, isUnlocked, isDenied } = this.told[this.seen.told] as Told;
      const attempt = this.attempts.get(requestId);
      const hasMoved = attempt !== undefined && this.movedBy(attempt).length > 0;
      if (isUnlocked && !hasMoved) this.fault ??= 'untrue: SUCCESS, and the bolt had not moved';
      if (isDenied && hasMoved) this.fault ??= 'denied: the bolt moved for a request that was denied';
    }
    for (const replica of this.replicas) {
      if ([...replica.unanswered.values()].some((dueMs) => this.nowMs > dueMs)) {
        this.fault ??= 'late answer: a request was not answered within its budget';
      }
    }
  }

  /** What moves of itself may lock a closed door only. */
  private checkLock(): void {
    const { isOpen, isLocked } = this.door;
    if (this.wasOpenAndUnlocked && isOpen && isLocked) this.fault ??= 'lock: an open door was locked';
    this.wasOpenAndUnlocked = isOpen && !isLocked;
  }

  private movedBy({ commandIds }: Attempt): string[] {
    return commandIds.filter((id) => this.door.journal.some(({ commandId }) => commandId === id));
  }

  private get startedAtMs(): number {
    return this.environment.now().getTime() - this.nowMs;
  }

  private dateOf(monotonicMs: number): Date {
    return new Date(this.startedAtMs + monotonicMs);
  }
}

/** Attempts, the decision, the door's driver and a door, by the code that runs in the service. */
export function doorsCore(mistakes: DoorMistakes = {}): Core<DoorEvent> {
  return { name: 'doors', stepsPerSeed: 2_000, begin: () => new DoorsWorld(mistakes) };
}
