import { Controller, Get, Header, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Clock, Problem } from '@selvbetjent/platform';
import { localDateOf, plusDays } from '@selvbetjent/opening-hours';
import { type Request, type Response } from 'express';
import { daysIn } from '../domain/dates';
import { type OpeningHoursView, openingHoursView } from '../domain/opening-hours-view';
import { type StationDetails, stationDetails, type StationSummary, stationSummary } from '../domain/station-view';
import { Public } from '../sign-in/access-rule';
import { Owners } from '../owners';
import { DateRangeQuery } from './opening-hours.dto';
import { StationParams } from './station-params';
import { tagWithVersion } from './version-tag';

const DEFAULT_DAYS = 14;
const MOST_DAYS = 400;
/** May be kept, but asked about each time: hours and closures take effect at once. */
const CACHEABLE = 'public, no-cache';

@ApiTags('stations')
@Public()
@Controller('api/stations')
export class StationController {
  constructor(
    @Inject(Owners) private readonly owners: Owners,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** All stations: open or closed, until when and why, and how full their containers are. */
  @Get()
  @Header('Cache-Control', CACHEABLE)
  async list(): Promise<StationSummary[]> {
    const [stations, surroundings] = await Promise.all([this.owners.stations(), this.owners.surroundings()]);
    return stations.map((station) => stationSummary(station, this.clock.now(), surroundings));
  }

  /** One station, with address, help, versions of its hours and its closures. */
  @Get(':stationId')
  @Header('Cache-Control', CACHEABLE)
  async one(@Param() { stationId }: StationParams): Promise<StationDetails> {
    const [station, surroundings] = await Promise.all([
      this.owners.station(stationId),
      this.owners.surroundings(stationId),
    ]);
    return stationDetails(station, this.clock.now(), surroundings);
  }

  /** When it is open over a range of at most 400 local dates, both ends included. The version is also the ETag. */
  @Get(':stationId/opening-hours')
  @Header('Cache-Control', CACHEABLE)
  async openingHours(
    @Param() { stationId }: StationParams,
    @Query() query: DateRangeQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<OpeningHoursView> {
    const station = await this.owners.station(stationId);
    const from = query.from ?? localDateOf(this.clock.now(), station.timeZone);
    const range = { from, to: query.to ?? plusDays(from, DEFAULT_DAYS - 1) };
    if (daysIn(range) < 1 || daysIn(range) > MOST_DAYS) throw badRange();
    tagWithVersion(request, response, station.hoursVersion);
    return openingHoursView(station, range);
  }
}

function badRange(): Problem {
  return new Problem(
    400,
    'bad_interval',
    'Perioden kan ikke brukes',
    `Velg 1 til ${MOST_DAYS} dager, tidligste dato først.`,
  );
}
