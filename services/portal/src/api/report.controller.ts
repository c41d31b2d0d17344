import { Body, Controller, Get, Headers, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import {
  type Author,
  type EffectReport,
  GetSentReport,
  ListSentReports,
  QueryEffect,
  QueryYearReport,
  SendYearReport,
  type SentReport,
  type SentReportView,
  type YearReport,
} from '@selvbetjent/contracts';
import { Requests } from '@selvbetjent/messaging';
import { CurrentAuthor, ForOperators } from '../sign-in/access-rule';
import { MaybeStationQuery } from './activity.dto';
import { answer } from './answer';
import { idForKey } from './id-for-key';
import { ReportRangeQuery, SendReportBody, SentReportParams, YearParams } from './report.dto';

@ApiTags('reports')
@ForOperators()
@Controller('api/reports')
export class ReportController {
  constructor(@Inject(Requests) private readonly requests: Requests) {}

  /** The effect table: a row per effect, a value per calendar year; null where nothing was recorded. */
  @Get('effect')
  async effect(@Query() { station, from, to }: ReportRangeQuery): Promise<EffectReport> {
    return answer(await this.requests.ask(QueryEffect, { stationId: station, from, to }));
  }

  /** A year in KOSTRA's and (EU) 2021/19's categories, with the lines that both are made from. */
  @Get('years/:year')
  async year(@Param() { year }: YearParams, @Query() { station }: MaybeStationQuery): Promise<YearReport> {
    return answer(await this.requests.ask(QueryYearReport, { year, stationId: station }));
  }

  /** Keeps the year's report as it stands, for good. */
  @Post('years/:year/sent')
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'The same again keeps it once' })
  async send(
    @Param() { year }: YearParams,
    @Query() { station }: MaybeStationQuery,
    @Body() { note }: SendReportBody,
    @CurrentAuthor() author: Author,
    @Headers('idempotency-key') key?: string,
  ): Promise<SentReportView> {
    const reportId = idForKey(author, `report of ${year} of ${station ?? '*'}`, key);
    return answer(await this.requests.ask(SendYearReport, { author, reportId, year, note, stationId: station }));
  }

  /** Newest first; without a station those about all stations. */
  @Get('sent')
  async sent(@Query() { station }: MaybeStationQuery): Promise<SentReport[]> {
    return answer(await this.requests.ask(ListSentReports, { stationId: station }));
  }

  /** A report as it was sent, and the lines that have been corrected since. */
  @Get('sent/:reportId')
  async sentOne(
    @Param() { reportId }: SentReportParams,
    @Query() { station }: MaybeStationQuery,
  ): Promise<SentReportView> {
    return answer(await this.requests.ask(GetSentReport, { reportId, stationId: station }));
  }
}
