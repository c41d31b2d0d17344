import { type ForeignDoorDialect } from '@selvbetjent/devices';
import { type DoorFaults, ManualEnvironment, SimulatedForeignDoor } from '@selvbetjent/simulation';
import { setImmediate } from 'node:timers/promises';
import { type PlacedDoor } from '../station.store';
import { AskFirstDoor } from './ask-first-door';
import { type DeviceLink } from './device-link';
import { DOOR_TROUBLES, type DoorBench, type DoorTrouble } from './door.contract';
import { HearForeignDoor } from '../hear-foreign-door';
import { ForeignDoors } from './foreign-doors';
import { type Monotonic } from './monotonic';
import { RequestIds } from './request-ids';

const DOOR_ID = 'dogn-ombruk';
const STEP_MS = 50;

/** Where a door of each make speaks. */
const TOPICS: Record<ForeignDoorDialect, string> = {
  tasmota: 'dogn-ombruk',
  shelly: 'shellyplus1-dogn',
  esphome: 'dogn-ombruk/lock/dor',
  zigbee2mqtt: 'zigbee2mqtt/dogn-ombruk',
};

const FAULTS: Partial<Record<DoorTrouble, Partial<DoorFaults>>> = {
  mute: { mute: true },
  slow: { slowMs: 20_000 },
  jammed: { jammed: true },
  duplicating: { duplicateResults: true },
  'answering late': { lateAnswerMs: 20_000 },
  'answering for another command': { answersForOther: true },
  offline: { offline: true },
};
const SOUND: Partial<DoorFaults> = {
  ...{ mute: false, slowMs: 0, jammed: false, duplicateResults: false },
  ...{ lateAnswerMs: 0, answersForOther: false, offline: false },
};

/** None of these says no to a command that it understands, and only Shelly names the command that it answers. */
function troublesOf(make: ForeignDoorDialect): DoorTrouble[] {
  const unknown = make === 'shelly' ? ['refusing'] : ['refusing', 'answering for another command'];
  return DOOR_TROUBLES.filter((trouble) => !unknown.includes(trouble));
}

/** What a driver of other makes works with. */
export interface ForeignParts {
  link: Pick<DeviceLink, 'publishOnce'>;
  doors: ForeignDoors;
  time: Monotonic;
  ids: RequestIds;
}

const ASK_FIRST = ({ link, doors, time, ids }: ForeignParts): AskFirstDoor => new AskFirstDoor(link, doors, time, ids);

/** The driver of other makes before a simulated door of one, by one clock that a test moves. */
export class ForeignBench implements DoorBench {
  readonly environment = new ManualEnvironment();
  readonly troubles: readonly DoorTrouble[];
  readonly door: SimulatedForeignDoor;
  readonly driver: AskFirstDoor;
  /** What was published to the door, ever. */
  readonly published: { topic: string; payload: string }[] = [];
  private commandDelaysMs: () => readonly number[] = () => [0];
  private commandId = '';

  private constructor(make: ForeignDoorDialect, pulseMs: number | undefined, driverOf: typeof ASK_FIRST) {
    const { environment } = this;
    this.troubles = troublesOf(make);
    const time: Monotonic = {
      nowMs: () => environment.monotonicMs(),
      after: (delayMs, callback) => {
        const timer = environment.setTimeout(callback, delayMs);
        return () => environment.clearTimeout(timer);
      },
    };
    const doors = new ForeignDoors();
    const door = { id: DOOR_ID, dialect: make, topic: TOPICS[make], exposed: true };
    doors.know([{ station: { stationId: 'dogn' }, door } as PlacedDoor]);
    let id = 0;
    const publishOnce = (topic: string, payload: string): boolean => this.publish(topic, payload);
    this.driver = driverOf({ link: { publishOnce }, doors, time, ids: new RequestIds(() => (id += 1)) });
    const kept = { state: () => Promise.resolve(null), online: () => Promise.resolve() };
    const nobody = { commandBehind: () => Promise.resolve(null) };
    const clock = { now: () => environment.now() };
    const hear = new HearForeignDoor(this.driver, { isOurs: true }, kept, nobody, clock);
    this.door = new SimulatedForeignDoor({
      ...{ make, id: DOOR_ID, topic: TOPICS[make], environment, pulseMs },
      send: (message) => {
        for (const word of doors.read(message.topic, Buffer.from(message.payload)).heard)
          void hear.note(word, false)?.();
      },
    });
  }

  static start(make: ForeignDoorDialect, pulseMs?: number, driverOf = ASK_FIRST): ForeignBench {
    const bench = new ForeignBench(make, pulseMs, driverOf);
    bench.door.connected();
    return bench;
  }

  nowMs(): number {
    return this.environment.monotonicMs();
  }

  async advance(ms: number): Promise<void> {
    const untilMs = this.nowMs() + ms;
    do {
      this.environment.advance(Math.min(STEP_MS, untilMs - this.nowMs()));
      await setImmediate();
    } while (this.nowMs() < untilMs);
  }

  unlock(commandId: string, leftMs: number) {
    this.commandId = commandId;
    return this.driver.unlock({ commandId, stationId: 'dogn', doorId: DOOR_ID, deadlineMs: this.nowMs() + leftMs });
  }

  actuations(): { commandId: string; atMs: number }[] {
    return this.door.journal.map(({ mark, atMs }) => ({ commandId: mark, atMs }));
  }

  sent(): number {
    return this.published.length;
  }

  trouble(trouble: DoorTrouble): Promise<void> {
    if (trouble === 'losing commands') this.commandDelaysMs = () => [];
    this.door.setFaults(FAULTS[trouble] ?? {});
    return Promise.resolve();
  }

  recover(): Promise<void> {
    this.commandDelaysMs = () => [0];
    this.door.setFaults(SOUND);
    return Promise.resolve();
  }

  delayCommands(ms: number): void {
    this.commandDelaysMs = () => [ms];
  }

  private publish(topic: string, payload: string): boolean {
    this.published.push({ topic, payload });
    const { commandId } = this;
    for (const delayMs of this.commandDelaysMs()) {
      this.environment.setTimeout(() => this.door.receive(topic, payload, commandId), delayMs);
    }
    return true;
  }
}
