import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type ActivityView, ListActivities, QueryEffect, QueryTonnage, QueryYearReport } from '@selvbetjent/contracts';
import { Requests } from '@selvbetjent/messaging';
import { type Response } from 'express';
import { activityExport } from '../exports/activity-export';
import { effectExport } from '../exports/effect-export';
import { flowExport } from '../exports/flow-export';
import { LedgerExport } from '../exports/ledger-export';
import { FILE_TYPES, sendExport } from '../exports/send-export';
import { tonnageExport } from '../exports/tonnage-export';
import { yearReportExport } from '../exports/year-report-export';
import { AnswersFile } from '../openapi/answers-file';
import { ReadFlows } from '../read-flows';
import { ForOperators } from '../sign-in/access-rule';
import { answer } from './answer';
import { ledgerFilter } from './ledger-filter';
import {
  FlowExportQuery,
  LedgerExportQuery,
  ListExportQuery,
  ReportRangeExportQuery,
  TonnageExportQuery,
  YearExportQuery,
  YearParams,
} from './report.dto';

const PAGE_ROWS = 500;
const X_TOTAL_COUNT = { 'X-Total-Count': { description: 'Rows of the first table', schema: { type: 'integer' } } };

const AnswersExport = () =>
  AnswersFile(FILE_TYPES, 'A file. A connection that breaks off means that it is not whole.', X_TOTAL_COUNT);

@ApiTags('exports')
@ForOperators()
@Controller('api/exports')
export class ExportController {
  constructor(
    @Inject(Requests) private readonly requests: Requests,
    @Inject(LedgerExport) private readonly ledger: LedgerExport,
    @Inject(ReadFlows) private readonly flows: ReadFlows,
  ) {}

  /** Rows of the ledger, newest first, streamed. */
  @Get('drop-offs')
  @AnswersExport()
  async dropOffs(@Query() { format, ...query }: LedgerExportQuery, @Res() response: Response): Promise<void> {
    await sendExport(await this.ledger.open(ledgerFilter(query)), format, response);
  }

  /** What the operator's dashboard shows for the same query: a row for each figure. */
  @Get('flows')
  @AnswersExport()
  async flowFigures(@Query() { format, ...query }: FlowExportQuery, @Res() response: Response): Promise<void> {
    await sendExport(flowExport(await this.flows.handle(query), query.station), format, response);
  }

  @Get('activities')
  @AnswersExport()
  async activities(@Query() { station, from, to, format }: ListExportQuery, @Res() response: Response): Promise<void> {
    const all: ActivityView[] = [];
    let cursor: string | null | undefined;
    do {
      const question = { stationId: station, from, to, limit: PAGE_ROWS, ...(cursor && { cursor }) };
      const page = answer(await this.requests.ask(ListActivities, question));
      all.push(...page.items);
      cursor = page.next;
    } while (cursor !== null);
    await sendExport(activityExport(all), format, response);
  }

  @Get('tonnage')
  @AnswersExport()
  async tonnage(
    @Query() { station, from, to, by, format }: TonnageExportQuery,
    @Res() response: Response,
  ): Promise<void> {
    const tonnage = answer(await this.requests.ask(QueryTonnage, { stationId: station, from, to, by }));
    await sendExport(tonnageExport(tonnage, { from, to }), format, response);
  }

  @Get('effect')
  @AnswersExport()
  async effect(
    @Query() { station, from, to, format }: ReportRangeExportQuery,
    @Res() response: Response,
  ): Promise<void> {
    const effect = answer(await this.requests.ask(QueryEffect, { stationId: station, from, to }));
    await sendExport(effectExport(effect), format, response);
  }

  @Get('years/:year')
  @AnswersExport()
  async year(
    @Param() { year }: YearParams,
    @Query() { station, format }: YearExportQuery,
    @Res() response: Response,
  ): Promise<void> {
    const report = answer(await this.requests.ask(QueryYearReport, { year, stationId: station }));
    await sendExport(yearReportExport(report), format, response);
  }
}
