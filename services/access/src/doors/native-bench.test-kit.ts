import { parseTopic } from '@selvbetjent/devices';
import { type DoorFaults, ManualEnvironment, SimulatedAir, SimulatedDoor } from '@selvbetjent/simulation';
import { Clock } from '@selvbetjent/platform';
import { setImmediate } from 'node:timers/promises';
import { DoorClocks } from '../door-clocks';
import { DoorListener } from '../door.listener';
import { type DeviceLink, type DeviceMessage } from './device-link';
import { DOOR_TROUBLES, type DoorBench, type DoorTrouble } from './door.contract';
import { type DoorDriver } from './door';
import { LiveDoors } from './live-doors';
import { type Monotonic } from './monotonic';
import { MqttDoor } from './mqtt-door';

const ADDRESS = { stationId: 'dogn', doorId: 'dogn-ombruk' };
const STEP_MS = 50;

const FAULTS: Record<Exclude<DoorTrouble, 'losing commands'>, Partial<DoorFaults>> = {
  mute: { mute: true },
  slow: { slowMs: 20_000 },
  jammed: { jammed: true },
  refusing: { refusing: true },
  duplicating: { duplicateResults: true },
  'answering late': { lateAnswerMs: 20_000 },
  'answering for another command': { answersForOther: true },
  offline: { offline: true },
};
const SOUND: Partial<DoorFaults> = {
  ...{ mute: false, slowMs: 0, jammed: false, refusing: false, duplicateResults: false },
  ...{ lateAnswerMs: 0, answersForOther: false, offline: false },
};

/** What a driver of the native dialect works with. */
export interface NativeParts {
  link: Pick<DeviceLink, 'publish' | 'connectedAtMs'>;
  live: LiveDoors;
  time: Monotonic;
}

/** Takes results of the door that the driver's `DoorListener` hears. */
export type NativeDriver = DoorDriver & Pick<MqttDoor, 'settle'>;

/** The native dialect's driver, its listener and a simulated door, all by one clock that a test moves. */
export class NativeBench implements DoorBench {
  readonly environment: ManualEnvironment;
  readonly door: SimulatedDoor;
  readonly driver: NativeDriver;
  readonly troubles = DOOR_TROUBLES;
  /** Of results that the door itself sent, by command. */
  readonly confirmed = new Set<string>();
  /** When each command left us, and how long it was to live. */
  readonly commands = new Map<string, { sentMs: number; ttlMs: number }>();
  /** Of a message to the door, or from it. */
  delaysMs: { toDevice: () => readonly number[]; fromDevice: () => readonly number[] } = {
    toDevice: () => [0],
    fromDevice: () => [0],
  };
  private sentCount = 0;

  private constructor(seed: number, driverOf: (parts: NativeParts) => NativeDriver) {
    this.environment = new ManualEnvironment(undefined, seed);
    const { environment } = this;
    const air = new SimulatedAir(environment, ({ direction }) =>
      direction === 'to-device' ? this.delaysMs.toDevice() : this.delaysMs.fromDevice(),
    );
    const time: Monotonic = {
      nowMs: () => environment.monotonicMs(),
      after: (delayMs, callback) => {
        const timer = environment.setTimeout(callback, delayMs);
        return () => environment.clearTimeout(timer);
      },
    };
    const live = new LiveDoors(time);
    const publish = (topic: string, payload: string): boolean => {
      this.note(payload);
      air.publish(topic, payload);
      return true;
    };
    this.driver = driverOf({ link: { publish, connectedAtMs: -60_000 }, live, time });
    this.listen(air, live);
    const options = { ...ADDRESS, mqttUrl: 'mqtt://unused', environment, connect: air.connect };
    this.door = new SimulatedDoor(options);
  }

  /** With a door that has been heard of. */
  static async start(
    seed = 1,
    driverOf: (parts: NativeParts) => NativeDriver = ({ link, live, time }) => new MqttDoor(link, live, time),
  ): Promise<NativeBench> {
    const bench = new NativeBench(seed, driverOf);
    bench.door.powerOn();
    await bench.advance(STEP_MS);
    return bench;
  }

  nowMs(): number {
    return this.environment.monotonicMs();
  }

  /** In small steps, with everything that awaits done between them. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.nowMs() + ms;
    do {
      this.environment.advance(Math.min(STEP_MS, untilMs - this.nowMs()));
      await setImmediate();
    } while (this.nowMs() < untilMs);
  }

  unlock(commandId: string, leftMs: number) {
    return this.driver.unlock({ commandId, ...ADDRESS, deadlineMs: this.nowMs() + leftMs });
  }

  actuations(): { commandId: string; atMs: number }[] {
    const startedAtMs = this.environment.now().getTime() - this.nowMs();
    return this.door.journal.map(({ commandId, at }) => ({ commandId, atMs: Date.parse(at) - startedAtMs }));
  }

  sent(): number {
    return this.sentCount;
  }

  async trouble(trouble: DoorTrouble): Promise<void> {
    if (trouble === 'losing commands') this.delaysMs.toDevice = () => [];
    else await this.door.setFaults(FAULTS[trouble]);
  }

  async recover(): Promise<void> {
    this.delaysMs.toDevice = () => [0];
    await this.door.setFaults(SOUND);
  }

  delayCommands(ms: number): void {
    this.delaysMs.toDevice = () => [ms];
  }

  private note(payload: string): void {
    this.sentCount += 1;
    const { id, ttlMs } = JSON.parse(payload) as { id: string; ttlMs: number };
    this.commands.set(id, { sentMs: this.nowMs(), ttlMs });
  }

  /** The real listener, before a broker in memory and without a database. */
  private listen(air: SimulatedAir, live: LiveDoors): void {
    const { driver, environment } = this;
    let receive: (message: DeviceMessage) => void = () => undefined;
    const link = {
      listen: (_topics: string[], reader: typeof receive) => void (receive = reader),
      publish: () => true,
    };
    const hear = {
      state: () => Promise.resolve(null),
      online: () => Promise.resolve(),
      afterResult: () => Promise.resolve(),
      result: (...said: Parameters<MqttDoor['settle']>) => driver.settle(...said),
    };
    const clock: Clock = { now: () => environment.now() };
    const clocks = new DoorClocks({ clockOf: () => Promise.resolve(null), keepClock: () => Promise.resolve() });
    void new DoorListener(link, live, hear, clocks, clock);
    air.listen(({ topic, payload }) => {
      if (parseTopic(topic)?.channel === 'result') this.noteResult(payload);
      receive({ topic, payload: Buffer.from(payload), retained: false });
    });
  }

  private noteResult(payload: string): void {
    const { id, result } = JSON.parse(payload) as { id: string; result: string };
    if (result === 'unlocked') this.confirmed.add(id);
  }
}
