import {
  type DeviceChannel,
  DeviceLink,
  type DeviceLinkHandlers,
  type DeviceLinkOptions,
  type TrafficMessage,
} from './device-link';
import { type DeviceMemory, type UnacknowledgedBoot, volatileMemory } from './device-memory';
import { DoorCommands } from './door-commands';
import { type DoorFaults, NO_DOOR_FAULTS } from './door-faults';
import { DoorNonces } from './door-nonces';
import { type Actuation, DoorRecord, type DoorRecordState } from './door-record';
import { earlierState, liveState } from './door-state-messages';
import type { NativeChannel } from './native-dialect';
import { jsonObject } from './parse-command';
import { randomHex, realTime, type SimulationEnvironment } from './simulation-environment';
import { Timers } from './timers';

export interface SimulatedDoorOptions {
  stationId: string;
  doorId: string;
  mqttUrl: string;
  environment?: SimulationEnvironment;
  memory?: DeviceMemory<DoorRecordState>;
  battery?: number;
  onTraffic?: (message: TrafficMessage) => void;
  /** Anything about the door has changed. */
  onChange?: () => void;
  /** Instead of MQTT. */
  connect?: (options: DeviceLinkOptions, handlers: DeviceLinkHandlers) => DeviceChannel;
}

const byMqtt: NonNullable<SimulatedDoorOptions['connect']> = (options, handlers) => new DeviceLink(options, handlers);

const HEARTBEAT_MS = 5_000;
const RELOCK_DELAY_MS = 500;
const KEY_HOLD_SECONDS = 10;
const FULL_ENOUGH_PERCENT = 87;

/** A container door that speaks the native dialect, with hands and faults for those who test. */
export class SimulatedDoor {
  private readonly environment: SimulationEnvironment;
  private readonly record: DoorRecord;
  private readonly link: DeviceChannel;
  private nonces: DoorNonces;
  private faultsOn = NO_DOOR_FAULTS;
  private powered = false;
  private boot = '';
  private messageSeq = 0;
  private holdUntilMs = 0;
  private readonly timers: Timers;
  private readonly commands: DoorCommands;

  constructor(private readonly options: SimulatedDoorOptions) {
    this.environment = options.environment ?? realTime;
    this.record = new DoorRecord(options.memory ?? volatileMemory());
    this.nonces = new DoorNonces(this.environment);
    this.timers = new Timers(this.environment);
    this.commands = new DoorCommands({
      environment: this.environment,
      timers: this.timers,
      record: this.record,
      nonces: () => this.nonces,
      faults: () => this.faultsOn,
      unlock: (holdSeconds, commandId) => this.unlock(holdSeconds, commandId),
      send: (result) => void this.link.send('result', result),
    });
    const connect = options.connect ?? byMqtt;
    this.link = connect(
      {
        mqttUrl: options.mqttUrl,
        stationId: options.stationId,
        deviceId: options.doorId,
        listensTo: ['command', 'ack'],
        environment: this.environment,
        onTraffic: options.onTraffic,
        isQueueing: () => this.faultsOn.queuesOffline,
      },
      {
        onUp: () => this.onConnected(),
        onMessage: (channel, payload, retained) => this.onMessage(channel, payload, retained),
      },
    );
  }

  get isOpen(): boolean {
    return this.record.position.open;
  }

  get isLocked(): boolean {
    return this.record.position.locked;
  }

  get isConnected(): boolean {
    return this.link.connected;
  }

  get faults(): Readonly<DoorFaults> {
    return this.faultsOn;
  }

  /** Every movement of the bolt by a command, ever. */
  get journal(): readonly Actuation[] {
    return this.record.actuations;
  }

  /** Changes that nobody has acknowledged yet. */
  get pendingChanges(): number {
    return this.record.pendingChanges;
  }

  get unacknowledged(): UnacknowledgedBoot[] {
    return this.record.unacknowledged;
  }

  /** A new boot. Without power the spring has locked the door if it was closed. */
  powerOn(): void {
    if (this.powered) return;
    this.powered = true;
    this.boot = randomHex(this.environment, 16);
    this.messageSeq = 0;
    this.nonces = new DoorNonces(this.environment);
    this.record.startBoot(this.boot);
    if (!this.isOpen) this.record.move({ locked: true });
    this.record.recordChange(this.now());
    if (!this.faultsOn.offline) this.link.up(this.boot);
    this.timers.after(HEARTBEAT_MS, () => this.beat());
    this.changed();
  }

  /** The connection drops without goodbye, everything else than the record is forgotten. */
  async powerOff(): Promise<void> {
    this.powered = false;
    this.commands.forget();
    this.timers.clear();
    await this.link.down();
    this.changed();
  }

  async setFaults(faults: Partial<DoorFaults>): Promise<void> {
    this.faultsOn = { ...this.faultsOn, ...faults };
    if (this.powered && faults.offline === true) await this.link.down();
    if (this.powered && faults.offline === false) this.link.up(this.boot);
    if (faults.mute === false) this.publishState();
    this.changed();
  }

  /** Someone pulls from outside. @returns whether it opened. */
  openFromOutside(): boolean {
    if (this.isLocked) return false;
    this.move({ open: true });
    return true;
  }

  /** The inside handle: works locked, jammed and without power. */
  openFromInside(): void {
    this.move({ open: true });
  }

  close(): void {
    if (!this.isOpen) return;
    this.move({ open: false });
    if (!this.powered) this.record.move({ locked: true });
    else if (!this.isLocked && this.environment.monotonicMs() >= this.holdUntilMs) this.relockSoon(RELOCK_DELAY_MS);
  }

  /** Staff's key: no command, no attempt. */
  unlockWithKey(): void {
    this.unlock(KEY_HOLD_SECONDS);
  }

  private onConnected(): void {
    this.nonces.renew();
    this.publishState();
    this.changed();
  }

  private beat(): void {
    this.nonces.renew();
    this.publishState();
    this.timers.after(HEARTBEAT_MS, () => this.beat());
  }

  private onMessage(channel: NativeChannel, payload: string, retained: boolean): void {
    if (!this.powered) return;
    if (channel === 'command') this.commands.receive(payload, retained);
    if (channel === 'ack' && !retained) this.onAck(payload);
  }

  private onAck(payload: string): void {
    const { boot, seq } = jsonObject(payload) ?? {};
    if (typeof boot !== 'string' || typeof seq !== 'number') return;
    const isFreed = this.record.acknowledge(boot, seq);
    if (isFreed && this.record.pendingChanges > 0) this.publishState();
    if (isFreed) this.changed();
  }

  private unlock(holdSeconds: number, commandId?: string): void {
    // A later command may only prolong it.
    this.holdUntilMs = Math.max(this.holdUntilMs, this.environment.monotonicMs() + holdSeconds * 1_000);
    this.move({ locked: false }, commandId);
    if (this.powered) this.relockSoon(holdSeconds * 1_000);
  }

  /** A timer may fire a moment before its time, and a later command may have prolonged it. */
  private relockSoon(delayMs: number): void {
    this.timers.after(delayMs, () => {
      const heldMs = this.holdUntilMs - this.environment.monotonicMs();
      if (this.isOpen || this.isLocked) return;
      if (heldMs > 0) this.relockSoon(Math.ceil(heldMs));
      else this.move({ locked: true });
    });
  }

  private move(position: { open?: boolean; locked?: boolean }, commandId?: string): void {
    this.record.move(position);
    if (this.powered && this.record.recordChange(this.now(), commandId)) this.publishState();
    this.changed();
  }

  private publishState(): void {
    if (this.faultsOn.mute || !(this.link.connected || this.faultsOn.queuesOffline)) return;
    for (const boot of this.record.earlierBoots(this.boot)) this.publishEarlier(boot);
    this.messageSeq += 1;
    const state = liveState({
      boot: this.boot,
      seq: this.messageSeq,
      at: this.now(),
      nonce: this.nonces.value,
      battery: this.options.battery ?? FULL_ENOUGH_PERCENT,
      position: this.record.position,
      changes: this.record.changesOf(this.boot),
    });
    void this.link.send('state', state, { retain: true });
  }

  private publishEarlier(boot: string): void {
    const state = earlierState(boot, this.record.changesOf(boot), this.now());
    void this.link.send('state', state, { retain: true });
  }

  private now(): string {
    return this.environment.now().toISOString();
  }

  private changed(): void {
    this.options.onChange?.();
  }
}
