import { type DoorFaults, NO_DOOR_FAULTS } from '../door-faults';
import { realTime, type SimulationEnvironment } from '../simulation-environment';
import type { DeviceState, ForeignAddress, ForeignMake, ForeignMessage, Understood } from './foreign-make';
import { FOREIGN_MAKES, type ForeignMakeName } from './foreign-makes';

export interface SimulatedForeignDoorOptions extends ForeignAddress {
  make: ForeignMakeName;
  /** To the broker. */
  send: (message: ForeignMessage) => void;
  environment?: SimulationEnvironment;
  /** After how long the device lets go by itself, where the command doesn't say; 10 s by default. */
  pulseMs?: number;
}

/** A movement of the bolt by a command. `mark` is whatever the sender put there to find it again. */
export interface ForeignActuation {
  atMs: number;
  mark: string;
}

const PULSE_MS = 10_000;

/**
 * A door of another make: it obeys whoever speaks, has no nonce, and keeps nothing. Faults are those of `DoorFaults`; `refusing` means nothing here, and
 * `lateAnswerMs` delays what follows a command, not the answers to questions.
 */
export class SimulatedForeignDoor {
  readonly journal: ForeignActuation[] = [];
  private readonly make: ForeignMake;
  private readonly environment: SimulationEnvironment;
  private faults = NO_DOOR_FAULTS;
  private state: DeviceState;
  private relocking: unknown;
  private readonly timers = new Set<unknown>();
  private isConnected = false;
  private readonly queued: ForeignMessage[] = [];

  constructor(private readonly options: SimulatedForeignDoorOptions) {
    this.make = FOREIGN_MAKES[options.make];
    this.environment = options.environment ?? realTime;
    this.state = { unlocked: false, jammed: false, pulseMs: options.pulseMs ?? PULSE_MS };
  }

  get isUnlocked(): boolean {
    return this.state.unlocked;
  }

  get subscriptions(): string[] {
    return this.make.subscriptions(this.options);
  }

  get will(): ForeignMessage {
    return this.make.will(this.options);
  }

  connected(): void {
    if (this.isConnected || this.faults.offline) return;
    this.isConnected = true;
    for (const message of this.make.greeting(this.options, this.state)) this.emit(message);
    for (const message of this.queued.splice(0)) this.emit(message);
  }

  /** The power is gone, and all that was about to happen with it. The broker publishes the will. */
  powerOff(): void {
    this.isConnected = false;
    for (const timer of this.timers) this.environment.clearTimeout(timer);
    this.timers.clear();
  }

  setFaults(faults: Partial<DoorFaults>): void {
    const wasOffline = this.faults.offline;
    this.faults = { ...this.faults, ...faults };
    this.state.jammed = this.faults.jammed && this.state.jammed;
    if (this.faults.offline && !wasOffline) this.goOffline();
    if (wasOffline && !this.faults.offline) this.connected();
  }

  /** From the broker; it makes no difference to such a device whether the message was retained. */
  receive(topic: string, payload: string, mark = ''): void {
    if (!this.isConnected) return;
    const understood = this.understand(topic, payload);
    if (understood?.kind === 'question') this.say(this.make.answer(this.options, understood, this.state));
    else if (understood && this.faults.slowMs > 0) this.after(this.faults.slowMs, () => this.act(understood, mark));
    else if (understood) this.act(understood, mark);
  }

  /** A push-button or a key: the bolt moves without a command. */
  moveByHand(unlocked: boolean): void {
    this.state = { ...this.state, unlocked };
    this.say(this.make.report(this.options, this.state));
  }

  private understand(topic: string, payload: string): Understood | null {
    try {
      return this.make.understand(this.options, topic, payload, this.state);
    } catch {
      return null;
    }
  }

  private act(command: Understood & { kind: 'unlock' }, mark: string): void {
    const wasUnlocked = this.state.unlocked;
    const isStuck = this.faults.jammed;
    this.state = { ...this.state, unlocked: wasUnlocked || !isStuck, jammed: isStuck && this.make.saysJammed };
    if (!isStuck) this.journal.push({ atMs: this.environment.monotonicMs(), mark });
    const said = [
      ...(isStuck && !this.make.saysJammed ? [] : this.make.report(this.options, this.state)),
      ...(isStuck ? [] : (this.make.receipt?.(this.options, this.named(command), wasUnlocked) ?? [])),
    ];
    const copies = this.faults.duplicateResults ? [...said, ...said] : said;
    if (this.faults.lateAnswerMs > 0) this.after(this.faults.lateAnswerMs, () => this.say(copies));
    else this.say(copies);
    if (!isStuck && command.holdMs > 0) this.relockAfter(command.holdMs);
  }

  private named<C extends Understood>(command: C): C {
    return this.faults.answersForOther ? { ...command, id: (command.id ?? 0) + 1 } : command;
  }

  private relockAfter(holdMs: number): void {
    this.environment.clearTimeout(this.relocking);
    this.relocking = this.after(holdMs, () => {
      this.state = { ...this.state, unlocked: false };
      this.say(this.make.report(this.options, this.state));
    });
  }

  private goOffline(): void {
    if (this.isConnected) this.options.send(this.will);
    this.isConnected = false;
  }

  private say(messages: readonly ForeignMessage[]): void {
    if (!this.faults.mute) for (const message of messages) this.emit(message);
  }

  private emit(message: ForeignMessage): void {
    if (this.isConnected) this.options.send(message);
    else if (this.faults.queuesOffline) this.queued.push(message);
  }

  private after(delayMs: number, callback: () => void): unknown {
    const timer = this.environment.setTimeout(() => {
      this.timers.delete(timer);
      callback();
    }, delayMs);
    this.timers.add(timer);
    return timer;
  }
}
