import {
  type DeviceMemory,
  type DoorRecordState,
  fileLog,
  realTime,
  SimulatedContainer,
  SimulatedDoor,
  SimulatedScale,
  type SimulationEnvironment,
  volatileMemory,
} from '@selvbetjent/simulation';
import { join } from 'node:path';
import { type WorldTime } from '../bed/world-time';
import { type JournalLine, type Lines } from '../history';
import { doorOf, type PlannedStation, RESOLUTION_GRAMS, scaleOf } from '../plan';
import { CommandsHeard } from './commands-heard';
import { type SentBoots } from './sent-boots';

const START_GRAMS = 400_000;

export interface LiveStationParts {
  mqttUrl: string;
  time: WorldTime;
  journal: Lines<JournalLine>;
  sentBoots: SentBoots;
  /** Where its devices keep what they must not forget. */
  folder: string;
}

/** A station whose door and scale live while faults strike, with a journal of all that truly happens at it. */
export class LiveStation {
  readonly container = new SimulatedContainer({ loadGrams: START_GRAMS });
  readonly door: SimulatedDoor;
  /** Somebody is at it, or its scale needs rest. */
  isBusy = false;
  /** Nobody may come now. */
  isReserved = false;
  /** How wrong the clocks of its devices are. */
  clockErrorMs = 0;
  private readonly commands = new CommandsHeard();
  private currentScale: SimulatedScale;
  private readonly environment: SimulationEnvironment;

  constructor(
    readonly plan: PlannedStation,
    private readonly parts: LiveStationParts,
  ) {
    const now = (): Date => new Date(parts.time.now().getTime() + this.clockErrorMs);
    this.environment = { ...realTime, now };
    const { mqttUrl } = parts;
    const own = { stationId: plan.stationId, doorId: doorOf(plan.stationId), mqttUrl };
    this.door = new SimulatedDoor({
      ...{ ...own, environment: this.environment, memory: this.journalled(volatileMemory()) },
      onTraffic: (message) => {
        parts.sentBoots.hear(own.doorId, message);
        this.commands.hear(message);
      },
    });
    this.currentScale = this.newScale();
  }

  get stationId(): string {
    return this.plan.stationId;
  }

  get scale(): SimulatedScale {
    return this.currentScale;
  }

  /** What its devices keep because nobody has acknowledged it: whose, of which boot, and which numbers. */
  get unacknowledged(): string[] {
    const devices = [
      { deviceId: doorOf(this.stationId), boots: this.door.unacknowledged },
      { deviceId: scaleOf(this.stationId), boots: this.scale.unacknowledged },
    ];
    return devices.flatMap(({ deviceId, boots }) =>
      boots.map(({ boot, seqs }) => `${deviceId}, boot ${boot}: ${seqs.length}, from ${seqs[0]} to ${seqs.at(-1)}`),
    );
  }

  powerOn(): void {
    this.door.powerOn();
    this.scale.powerOn();
  }

  async powerOff(): Promise<void> {
    await Promise.all([this.door.powerOff(), this.scale.powerOff()]);
  }

  /** The devices boot anew, with the clock that they have from then on. */
  async reboot(clockErrorMs = this.clockErrorMs): Promise<void> {
    await this.powerOff();
    this.clockErrorMs = clockErrorMs;
    this.currentScale = this.newScale();
    this.powerOn();
  }

  journal(line: { kind: 'carried' | 'leaf' | 'emptied' } & Record<string, unknown>): void {
    const at = this.parts.time.now().toISOString();
    this.parts.journal.add({ at, stationId: this.stationId, ...line } as JournalLine);
  }

  private newScale(): SimulatedScale {
    const { stationId } = this;
    return new SimulatedScale({
      ...{ stationId, scaleId: scaleOf(stationId), mqttUrl: this.parts.mqttUrl, environment: this.environment },
      ...{ resolutionGrams: RESOLUTION_GRAMS, maxKg: 30_000, noiseGrams: 0, seed: 1 },
      loadGrams: () => this.container.weightGrams,
      onTraffic: (message) => this.parts.sentBoots.hear(scaleOf(stationId), message),
      log: fileLog(join(this.parts.folder, `${scaleOf(stationId)}.jsonl`)),
    });
  }

  /** Every movement of the bolt by a command is written down before the door tells of it. */
  private journalled(memory: DeviceMemory<DoorRecordState>): DeviceMemory<DoorRecordState> {
    let known = 0;
    return {
      load: () => memory.load(),
      save: (state) => {
        memory.save(state);
        for (const { commandId, nonceAgeMs } of state.actuations.slice(known)) {
          const at = this.parts.time.now().toISOString();
          const moved = { kind: 'actuation' as const, doorId: doorOf(this.stationId), commandId, nonceAgeMs };
          const heard = this.commands.of(commandId);
          this.parts.journal.add({ at, stationId: this.stationId, ...moved, ...heard });
        }
        known = state.actuations.length;
      },
    };
  }
}
