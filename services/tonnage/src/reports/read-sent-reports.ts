import { Inject, Injectable } from '@nestjs/common';
import {
  denied,
  type GetSentReport,
  ok,
  type Outcome,
  type ListSentReports,
  type SentReport,
  type SentReportView,
} from '@selvbetjent/contracts';
import { reportDifferences } from '../domain/report-differences';
import { MakeYearReport } from './make-year-report';
import { ReportStore } from './report.store';

/** Reports as they were sent, and what has been corrected since. */
@Injectable()
export class ReadSentReports {
  constructor(
    @Inject(ReportStore) private readonly reports: ReportStore,
    @Inject(MakeYearReport) private readonly making: MakeYearReport,
  ) {}

  list({ stationId }: ListSentReports): Promise<SentReport[]> {
    return this.reports.list(stationId ?? null);
  }

  /** A report that is not about this station (or not about all, without one) isn't there. */
  async get({ reportId, stationId }: GetSentReport): Promise<Outcome<SentReportView>> {
    const kept = await this.reports.find(reportId);
    if (!kept || kept.stationId !== (stationId ?? null))
      return denied('not_found', `Rapporten ${reportId} finnes ikke her.`);
    const now = await this.making.handle(kept.year, kept.stationId);
    return ok({ ...kept, differences: reportDifferences(kept.report.lines, now.lines) });
  }
}
