import { Body, Controller, HttpCode, Inject, Param, Post, Put, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Author, ChangeOpeningHours, type HoursPreview, PreviewOpeningHours } from '@selvbetjent/contracts';
import { Requests } from '@selvbetjent/messaging';
import { type Response } from 'express';
import { CurrentAuthor, ForStaff } from '../sign-in/access-rule';
import { answer } from './answer';
import { ChangeHoursBody, PreviewHoursBody } from './opening-hours.dto';
import { StationParams } from './station-params';

@ApiTags('hours')
@ForStaff()
@Controller('api/stations/:stationId/opening-hours')
export class OpeningHoursController {
  constructor(@Inject(Requests) private readonly requests: Requests) {}

  /** What would be if these hours were saved; saves nothing. */
  @Post('preview')
  @HttpCode(200)
  async preview(
    @Param() { stationId }: StationParams,
    @Body() body: PreviewHoursBody,
    @CurrentAuthor() author: Author,
  ): Promise<HoursPreview> {
    return answer(await this.requests.ask(PreviewOpeningHours, { ...body, stationId, author }));
  }

  /** Saves a version; today takes effect at once. 409 when somebody else saved before, or with warnings to confirm. */
  @Put()
  async change(
    @Param() { stationId }: StationParams,
    @Body() body: ChangeHoursBody,
    @CurrentAuthor() author: Author,
    @Res({ passthrough: true }) response: Response,
  ) {
    const station = answer(await this.requests.ask(ChangeOpeningHours, { ...body, stationId, author }));
    response.setHeader('ETag', `"${station.hoursVersion}"`);
    return { timeZone: station.timeZone, version: station.hoursVersion, versions: station.openingHours };
  }
}
