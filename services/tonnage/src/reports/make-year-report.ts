import { Inject, Injectable } from '@nestjs/common';
import { type YearReport } from '@selvbetjent/contracts';
import { reportLines } from '../domain/report-lines';
import { yearReport } from '../domain/year-report';
import { ReportStore } from './report.store';

/** The report of a year as the ledger's copy gives it now. */
@Injectable()
export class MakeYearReport {
  constructor(@Inject(ReportStore) private readonly reports: ReportStore) {}

  /** @param stationId null for all stations */
  async handle(year: number, stationId: string | null): Promise<YearReport> {
    const sums = await this.reports.kindSums({ stationId, from: `${year}-01-01`, to: `${year}-12-31` });
    return yearReport(year, stationId, reportLines(sums));
  }
}
