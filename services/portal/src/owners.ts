import { Inject, Injectable } from '@nestjs/common';
import { isRetired, ListDoors, ListLevels, ListStations, type StationChanged } from '@selvbetjent/contracts';
import { Requests } from '@selvbetjent/messaging';
import { Clock, Problem } from '@selvbetjent/platform';
import { answer } from './api/answer';
import { type Surroundings } from './domain/station-view';

/** Questions that several pages have to the owners of stations, levels and doors. */
@Injectable()
export class Owners {
  constructor(
    @Inject(Requests) private readonly requests: Requests,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Those that are in use. */
  async stations(): Promise<StationChanged[]> {
    const all = answer(await this.requests.ask(ListStations, {}));
    return all.filter((station) => !isRetired(station, this.clock.now()));
  }

  /** Throws a Problem 404 when there is no such station. */
  async station(stationId: string): Promise<StationChanged> {
    const [station] = answer(await this.requests.ask(ListStations, { stationId }));
    if (!station) throw new Problem(404, 'not_found', 'Stasjonen finnes ikke', `Vi har ingen stasjon «${stationId}».`);
    return station;
  }

  /** What residents can do without knowing: who doesn't answer is left out. */
  async surroundings(stationId?: string): Promise<Surroundings> {
    const [levels, doors] = await Promise.all([
      this.requests.ask(ListLevels, {}),
      this.requests.ask(ListDoors, stationId ? { stationId } : {}),
    ]);
    return {
      levels: levels.outcome === 'ok' ? levels.value : null,
      doors: doors.outcome === 'ok' ? doors.value : null,
    };
  }
}
