import { type AttemptState, type Container } from '@selvbetjent/contracts';
import { type StateAt } from '@selvbetjent/opening-hours';
import { type Clock } from '@selvbetjent/platform';
import { type ManualEnvironment } from '@selvbetjent/simulation';
import { type DoorAnswer, type Repeat, stateAfter } from '../domain/attempt';
import { decide, type Decision } from '../domain/decide';
import { actWithinMs, answerWithinMs } from '../domain/time-budget';
import { DoorClocks } from '../door-clocks';
import { DoorListener } from '../door.listener';
import { type DeviceMessage } from '../doors/device-link';
import { LiveDoors } from '../doors/live-doors';
import { type Monotonic } from '../doors/monotonic';
import { MqttDoor } from '../doors/mqtt-door';

/** A row of attempts, as all replicas see it. */
export interface Attempt {
  requestId: string;
  commandIds: string[];
  state: AttemptState;
  reason: string | null;
  deadlineMs: number;
}

/** What a resident was told. */
export interface Told {
  requestId: string;
  isUnlocked: boolean;
  isDenied: boolean;
}

/** Mistakes that can be made between a request and the door. */
export interface ReplicaMistakes {
  /** The nonce is said to be as old as it may be, whatever its age. */
  ignoresNonceAge?: boolean;
  /** SUCCESS as soon as the command has left. */
  successOnPublish?: boolean;
  /** Whatever the door says is the answer to the command that waits. */
  anyResultCounts?: boolean;
  /** A command doesn't wait for the one before. */
  noClaim?: boolean;
  /** The command may outlive the opening hours. */
  ignoresClosing?: boolean;
}

/** What a replica works with. */
export interface DoorSurroundings {
  readonly environment: ManualEnvironment;
  readonly nowMs: number;
  /** By request. */
  readonly attempts: Map<string, Attempt>;
  readonly container: Container;
  readonly mistakes: ReplicaMistakes;
  hours(): StateAt;
  repeatOf(state: AttemptState, reason: string | null): Repeat;
  /** The command is recorded as granted. */
  grant(commandId: string): void;
  /** A command on its way to the door. */
  send(topic: string, payload: string): void;
  tell(told: Told): void;
}

export const ADDRESS = { stationId: 'dogn', doorId: 'dogn-ombruk' };
const PER_MINUTE = 60;
const WAIT_STEP_MS = 50;
const ABANDONED_MS = 2_000;
/** One step of the simulation's time. */
const MARGIN_MS = 2 * WAIT_STEP_MS;

/**
 * One replica of access between a request and the door: `decide`, `repeatOf`, `stateAfter`, `MqttDoor`, `LiveDoors` and
 * `DoorListener` as they run in the service, in the order of `UnlockDoor`, over attempts in memory.
 */
export class AccessReplica {
  /** Requests under way, and until when they must have been answered. */
  readonly unanswered = new Map<string, number>();
  private readonly live: LiveDoors;
  private readonly driver: MqttDoor;
  private readonly link: { connectedAtMs: number | null; publish: (topic: string, payload: string) => boolean };
  private readonly time: Monotonic;
  private receive: (message: DeviceMessage) => void = () => undefined;
  private isAlive = true;
  private presses = 0;
  private waiting: string[] = [];

  constructor(private readonly world: DoorSurroundings) {
    const { environment } = world;
    this.time = {
      nowMs: () => environment.monotonicMs(),
      after: (delayMs, callback) => {
        const timer = environment.setTimeout(() => this.isAlive && callback(), delayMs);
        return () => environment.clearTimeout(timer);
      },
    };
    this.link = { connectedAtMs: world.nowMs, publish: (topic, payload) => this.publish(topic, payload) };
    this.live = new LiveDoors(this.time);
    this.driver = new MqttDoor(this.link, this.live, this.time);
    const hear = {
      state: () => Promise.resolve(null),
      online: () => Promise.resolve(),
      afterResult: () => Promise.resolve(),
      result: (...[doorId, result]: Parameters<MqttDoor['settle']>) => {
        const id = world.mistakes.anyResultCounts ? (this.waiting.at(-1) ?? result.id) : result.id;
        return this.driver.settle(doorId, { ...result, id });
      },
    };
    const listen = (_topics: string[], reader: typeof this.receive): void => void (this.receive = reader);
    const clock: Clock = { now: () => environment.now() };
    const clocks = new DoorClocks({ clockOf: () => Promise.resolve(null), keepClock: () => Promise.resolve() });
    void new DoorListener({ listen, publish: () => true }, this.live, hear, clocks, clock);
  }

  hear(topic: string, payload: string): void {
    if (this.isAlive && this.link.connectedAtMs !== null) {
      this.receive({ topic, payload: Buffer.from(payload), retained: false });
    }
  }

  setLink(isUp: boolean): void {
    this.link.connectedAtMs = isUp ? this.world.nowMs : null;
  }

  die(): void {
    this.isAlive = false;
    this.unanswered.clear();
  }

  press(requestId: string, budgetMs: number): void {
    const { nowMs } = this.world;
    this.presses += 1;
    const name = `${requestId}/${this.presses}`;
    this.unanswered.set(name, nowMs + Math.max(answerWithinMs(budgetMs), 0) + MARGIN_MS);
    void this.execute(requestId, nowMs + actWithinMs(budgetMs), budgetMs).then((told) => {
      if (!this.isAlive) return;
      this.unanswered.delete(name);
      this.world.tell(told);
    });
  }

  /** Attempts whose process died between decision and outcome. */
  sweep(): void {
    for (const attempt of this.world.attempts.values()) {
      const isAbandoned = attempt.state === 'granted' && attempt.deadlineMs < this.world.nowMs - ABANDONED_MS;
      if (isAbandoned) end(attempt, { answer: 'unknown', reason: 'no_answer' });
    }
  }

  private async execute(requestId: string, deadlineMs: number, budgetMs: number): Promise<Told> {
    for (;;) {
      const earlier = this.world.attempts.get(requestId);
      const repeat = earlier ? this.world.repeatOf(earlier.state, earlier.reason) : 'afresh';
      if (earlier && repeat === 'recorded') return toldOf(earlier);
      if (repeat === 'afresh') return this.decideAndSend(requestId, deadlineMs, budgetMs);
      if (deadlineMs - this.world.nowMs < WAIT_STEP_MS) return { requestId, isUnlocked: false, isDenied: false };
      await new Promise<void>((resolve) => this.time.after(WAIT_STEP_MS, resolve));
    }
  }

  private async decideAndSend(requestId: string, deadlineMs: number, budgetMs: number): Promise<Told> {
    const { attempts, nowMs, mistakes } = this.world;
    if (budgetMs <= 0) return { requestId, isUnlocked: false, isDenied: false };
    const decision = this.decide();
    const commandIds = attempts.get(requestId)?.commandIds ?? [];
    const attempt: Attempt = { requestId, commandIds, state: 'granted', reason: null, deadlineMs };
    attempts.set(requestId, attempt);
    if (decision.outcome !== 'granted') {
      attempt.state = decision.outcome === 'denied' ? 'denied' : 'failed';
      attempt.reason = decision.code;
      return toldOf(attempt);
    }
    const commandId = `${requestId}-${commandIds.length}`;
    commandIds.push(commandId);
    this.world.grant(commandId);
    const { until } = decision;
    const closesMs = until ? nowMs + until.getTime() - this.world.environment.now().getTime() : Infinity;
    const command = {
      ...ADDRESS,
      commandId,
      deadlineMs: mistakes.ignoresClosing ? deadlineMs : Math.min(deadlineMs, closesMs),
    };
    this.waiting.push(commandId);
    const answer = this.driver.unlock(command);
    const said: DoorAnswer = mistakes.successOnPublish ? { answer: 'unlocked' } : await answer;
    if (!this.isAlive) return toldOf(attempt);
    this.waiting = this.waiting.filter((id) => id !== commandId);
    if (attempt.state === 'granted') end(attempt, said);
    return { requestId, isUnlocked: said.answer === 'unlocked', isDenied: false };
  }

  private decide(): Decision {
    const { attempts, container, environment, mistakes } = this.world;
    const now = environment.now();
    const underWay = [...attempts.values()].find(({ state }) => state === 'granted');
    const busyUntil = underWay && !mistakes.noClaim ? now : null;
    const outOfReach = this.driver.outOfReach(ADDRESS, now);
    const door = { outOfReach, busyUntil, commandsLeft: PER_MINUTE, perMinute: PER_MINUTE };
    return decide({ container, contactAt: now, hours: this.world.hours(), door, now });
  }

  private publish(topic: string, payload: string): boolean {
    if (!this.isAlive || this.link.connectedAtMs === null) return false;
    const command = JSON.parse(payload) as Record<string, unknown>;
    const isOldest = this.world.mistakes.ignoresNonceAge;
    this.world.send(topic, isOldest ? JSON.stringify({ ...command, nonceAgeMs: 25_000 }) : payload);
    return true;
  }
}

function end(attempt: Attempt, said: DoorAnswer): void {
  Object.assign(attempt, stateAfter(said));
}

function toldOf({ requestId, state }: Attempt): Told {
  return { requestId, isUnlocked: state === 'unlocked', isDenied: state === 'denied' };
}
