import { Controller, Get, Header, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type AuditPage, type Author, ListAudit, ListHistory } from '@selvbetjent/contracts';
import { Requests } from '@selvbetjent/messaging';
import { Clock } from '@selvbetjent/platform';
import { type Request, type Response } from 'express';
import { type ScheduleView, scheduleView } from '../domain/schedule-view';
import { Owners } from '../owners';
import { CurrentAuthor, ForOperators, ForStaff } from '../sign-in/access-rule';
import { answer } from './answer';
import { AuditQuery, HistoryQuery } from './audit.dto';
import { StationParams } from './station-params';
import { tagWithVersion } from './version-tag';

@ApiTags('hours')
@Controller('api')
export class ScheduleController {
  constructor(
    @Inject(Owners) private readonly owners: Owners,
    @Inject(Requests) private readonly requests: Requests,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** All that decides when the station is open, as an editor needs it. The version to save on is also the ETag. */
  @ForStaff()
  @Get('stations/:stationId/schedule')
  @Header('Cache-Control', 'no-store')
  async schedule(
    @Param() { stationId }: StationParams,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ScheduleView> {
    const station = await this.owners.station(stationId);
    tagWithVersion(request, response, station.hoursVersion);
    return scheduleView(station, this.clock.now());
  }

  /** Who changed what of the station, newest first; `next` is the cursor of the following page. */
  @ForStaff()
  @Get('stations/:stationId/history')
  @Header('Cache-Control', 'no-store')
  async history(
    @Param() { stationId }: StationParams,
    @Query() query: HistoryQuery,
    @CurrentAuthor() author: Author,
  ): Promise<AuditPage> {
    return answer(await this.requests.ask(ListHistory, { ...query, stationId, author }));
  }

  /** The same over all stations, or one of them. */
  @ForOperators()
  @Get('audit')
  @Header('Cache-Control', 'no-store')
  async audit(@Query() { station, ...query }: AuditQuery, @CurrentAuthor() author: Author): Promise<AuditPage> {
    return answer(await this.requests.ask(ListAudit, { ...query, stationId: station, author }));
  }
}
