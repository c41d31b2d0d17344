import type { DoorFaults } from './door-faults';
import type { DoorNonces } from './door-nonces';
import type { DoorRecord } from './door-record';
import type { NativeCommand, NativeResult, NativeResultKind } from './native-dialect';
import { parseCommand } from './parse-command';
import { randomHex, type SimulationEnvironment } from './simulation-environment';
import type { Timers } from './timers';

export interface DoorCommandParts {
  environment: SimulationEnvironment;
  timers: Timers;
  record: DoorRecord;
  nonces: () => DoorNonces;
  faults: () => Readonly<DoorFaults>;
  /** Moves the bolt. */
  unlock: (holdSeconds: number, commandId: string) => void;
  send: (result: NativeResult) => void;
}

/** How a door handles commands: each id once, ever, by the record; one at a time; and only with a nonce that is young enough. */
export class DoorCommands {
  private acting: string | undefined;

  constructor(private readonly parts: DoorCommandParts) {}

  /** Without power nothing is under way any more. */
  forget(): void {
    this.acting = undefined;
  }

  receive(payload: string, retained: boolean): void {
    const parsed = parseCommand(payload);
    if (parsed.kind === 'unreadable') return;
    const id = parsed.kind === 'command' ? parsed.command.id : parsed.id;
    if (id === this.acting) return;
    const { record, timers } = this.parts;
    const { refusing, slowMs } = this.parts.faults();
    const earlier = record.handled(id);
    if (earlier) return this.answer(id, earlier.result ?? 'fault');
    record.begin(id);
    if (parsed.kind === 'invalid' || retained || refusing) return this.finish(id, 'refused');
    if (this.acting !== undefined) return this.finish(id, 'busy');
    this.acting = id;
    if (slowMs > 0) timers.after(slowMs, () => this.act(parsed.command));
    else this.act(parsed.command);
  }

  /** The age is checked at the last moment before the bolt moves. */
  private act({ id, nonce, nonceAgeMs, ttlMs, holdSeconds }: NativeCommand): void {
    this.acting = undefined;
    const { record, nonces, faults, unlock } = this.parts;
    const ageMs = nonces().ageMs(nonce);
    if (ageMs === undefined || ageMs > nonceAgeMs + ttlMs) return this.finish(id, 'expired');
    if (faults().jammed) return this.finish(id, 'jammed');
    record.actuate({ commandId: id, at: this.now(), nonceAgeMs: ageMs });
    this.finish(id, 'unlocked');
    unlock(holdSeconds, id);
  }

  private finish(id: string, result: NativeResultKind): void {
    const { record, timers, faults } = this.parts;
    record.finish(id, result);
    const { lateAnswerMs } = faults();
    if (lateAnswerMs > 0) timers.after(lateAnswerMs, () => this.answer(id, result));
    else this.answer(id, result);
  }

  private answer(id: string, result: NativeResultKind): void {
    const { environment, nonces, faults, send } = this.parts;
    const { mute, answersForOther, duplicateResults } = faults();
    if (mute) return;
    const named = answersForOther ? randomHex(environment, 16) : id;
    const nonce = result === 'expired' ? { nonce: nonces().renew() } : {};
    const body = { id: named, result, at: this.now(), sentAt: this.now(), ...nonce };
    send(body);
    if (duplicateResults) send(body);
  }

  private now(): string {
    return this.parts.environment.now().toISOString();
  }
}
