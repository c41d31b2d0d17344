import { SeededRandom } from '@selvbetjent/simulation';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Bed } from '../bed/bed';
import { type History, type JournalLine, type Lines } from '../history';
import { type Patience } from '../patience';
import { type PlannedStation, type StationRole } from '../plan';
import { Activities } from './activities';
import { Emptyings } from './emptyings';
import { LiveStation } from './live-station';
import { Operators } from './operators';
import { Residents } from './residents';
import { ReturningStation } from './returning-station';
import { SentBoots } from './sent-boots';
import { Staff } from './staff';
import { type VisitCount, Visits } from './visits';

export interface WorkloadParts {
  bed: Bed;
  plan: readonly PlannedStation[];
  history: History;
  journal: Lines<JournalLine>;
  seed: number;
  patience: Patience;
}

/** Stations at which people only press. */
const PRESSED: readonly StationRole[] = ['turning', 'ending', 'pressed'];

/** All that people and devices do during a run. */
export class Workload {
  readonly count: VisitCount = { visits: 0, carried: 0 };
  readonly sentBoots = new SentBoots();
  readonly residents: Residents;
  readonly stations: readonly LiveStation[];
  private readonly returning: readonly ReturningStation[];

  constructor(private readonly parts: WorkloadParts) {
    const { bed, plan, journal, history, seed, patience } = parts;
    const { sentBoots, count } = this;
    const folder = join(bed.folder, 'devices');
    mkdirSync(folder);
    const shared = { mqttUrl: bed.devicesUrl, journal, sentBoots };
    this.stations = plan
      .filter(({ role }) => role !== 'returning')
      .map((station) => new LiveStation(station, { ...shared, time: bed.time, folder }));
    this.returning = plan
      .filter(({ role }) => role === 'returning')
      .map(({ stationId }, index) => {
        const own = { ...shared, now: bed.time.now(), count, seed: seed + 1_000 * (index + 1), patience };
        return new ReturningStation(stationId, own);
      });
    const [shut] = this.withRole('shut');
    this.residents = new Residents(bed, history, new SeededRandom(seed + 1), shut?.stationId ?? '');
  }

  withRole(role: StationRole): LiveStation[] {
    return this.stations.filter(({ plan }) => plan.role === role);
  }

  /** Resolves when everybody has gone home, some while after it is over. */
  async run(isOver: () => boolean): Promise<void> {
    const { bed, history, seed } = this.parts;
    for (const station of this.stations) station.powerOn();
    const [[turning], [shut]] = [this.withRole('turning'), this.withRole('shut')];
    const random = (index: number): SeededRandom => new SeededRandom(seed + 100 + index);
    await Promise.all([
      ...this.withRole('open').map((station, index) =>
        new Visits(station, this.residents, random(index), this.count).run(isOver),
      ),
      ...PRESSED.flatMap((role) => this.withRole(role)).map((station) => this.pressOn(station, isOver)),
      ...this.returning.map((station) => station.run(isOver)),
      new Emptyings(this.withRole('open'), random(-2)).run(isOver),
      new Staff(bed, history, random(-1), turning?.stationId ?? '').run(isOver),
      new Activities(bed, history, shut?.stationId ?? '').run(isOver),
      new Operators(bed, history, this.returning).run(isOver),
    ]);
  }

  /** Residents who only want to know whether it opens, and others who try what must not. */
  private async pressOn({ stationId }: LiveStation, isOver: () => boolean): Promise<void> {
    for (let turn = 0; !isOver(); turn += 1) {
      if (turn % 3 === 2) await this.residents.pressEverywhere(stationId);
      else await this.residents.press(stationId, 2);
      await this.residents.pressWrongly(stationId);
      await delay(1_500);
    }
  }
}
