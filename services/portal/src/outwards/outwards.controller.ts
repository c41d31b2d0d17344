import { Controller, Get, Inject, Param, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Clock } from '@selvbetjent/platform';
import { type Response } from 'express';
import { StationParams } from '../api/station-params';
import { AnswersFile } from '../openapi/answers-file';
import { Owners } from '../owners';
import { Public } from '../sign-in/access-rule';
import { calendarOf } from './calendar';
import { geoJsonOf } from './geo-json';
import { PublicAddress } from './public-address';

const ICALENDAR = 'text/calendar';
const GEO_JSON = 'application/geo+json';

/** What other programs read of the stations: phones, maps. */
@ApiTags('stations')
@Public()
@Controller('api')
export class OutwardsController {
  constructor(
    @Inject(Owners) private readonly owners: Owners,
    @Inject(PublicAddress) private readonly address: PublicAddress,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** All stations in use, for maps (RFC 7946). */
  @Get('stations.geojson')
  @AnswersFile([GEO_JSON], 'FeatureCollection of points')
  async map(@Res() response: Response): Promise<void> {
    const stations = await this.owners.stations();
    const body = JSON.stringify(geoJsonOf(stations, this.clock.now(), this.address.url));
    forEveryone(response).type(GEO_JSON).send(body);
  }

  /** Open times and closures of the coming eight weeks, to subscribe to (RFC 5545). */
  @Get('stations/:stationId/calendar.ics')
  @AnswersFile([ICALENDAR], 'One event for each open time and closure')
  async calendar(@Param() { stationId }: StationParams, @Res() response: Response): Promise<void> {
    const station = await this.owners.station(stationId);
    const body = calendarOf(station, this.clock.now(), `${this.address.url}/stasjon/${stationId}`);
    forEveryone(response).type(ICALENDAR).send(body);
  }
}

/** Readable from other sites; kept for five minutes, then asked about by its tag. */
function forEveryone(response: Response): Response {
  return response
    .setHeader('Cache-Control', 'public, max-age=300')
    .setHeader('Access-Control-Allow-Origin', '*')
    .setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
}
