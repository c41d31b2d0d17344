import { Controller, Get, Header, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type Outcome, QueryTonnage, QueryUse, type StationChanged, type TonnageRow } from '@selvbetjent/contracts';
import { Requests } from '@selvbetjent/messaging';
import { localDateOf } from '@selvbetjent/opening-hours';
import { Clock } from '@selvbetjent/platform';
import { stationDay } from '../domain/station-day';
import { Owners } from '../owners';
import { ForStaff } from '../sign-in/access-rule';
import { MaybeStationQuery } from './activity.dto';
import { StationDay } from './today.dto';

@ApiTags('operation')
@Controller('api/today')
export class TodayController {
  constructor(
    @Inject(Owners) private readonly owners: Owners,
    @Inject(Requests) private readonly requests: Requests,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * The day so far at one station, or at all for those who are responsible for all: visits, attempts and kilos, closures now and
   * soon, hours that end. What `tonnage` knows is null while it doesn't answer.
   */
  @ForStaff()
  @Get()
  @Header('Cache-Control', 'no-store')
  @ApiOkResponse({ type: [StationDay] })
  async today(@Query() { station }: MaybeStationQuery): Promise<StationDay[]> {
    const stations = station ? [await this.owners.station(station)] : await this.owners.stations();
    const now = this.clock.now();
    const dates = stations.map(({ timeZone }) => localDateOf(now, timeZone));
    const rows = await this.rowsOf(dates, station);
    return Promise.all(stations.map(async (one) => stationDay(one, now, { rows, use: await this.useOf(one, now) })));
  }

  /** Of all stations at once; they mostly share their date. */
  private async rowsOf(dates: readonly string[], stationId?: string): Promise<TonnageRow[] | null> {
    const answers = await Promise.all(
      [...new Set(dates)].map((date) =>
        this.requests.ask(QueryTonnage, { stationId, from: date, to: date, by: 'day' }),
      ),
    );
    const values = answers.map(valueOf);
    return values.includes(null) ? null : values.flatMap((tonnage) => tonnage?.rows ?? []);
  }

  private async useOf({ stationId, timeZone }: StationChanged, now: Date) {
    const date = localDateOf(now, timeZone);
    return valueOf(await this.requests.ask(QueryUse, { stationId, from: date, to: date }));
  }
}

function valueOf<T>(outcome: Outcome<T>): T | null {
  return outcome.outcome === 'ok' ? outcome.value : null;
}
