import { Inject, Injectable } from '@nestjs/common';
import {
  denied,
  mayActFor,
  ok,
  OPERATOR_ROLES,
  type Outcome,
  type SendYearReport,
  type SentReportView,
} from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { Clock } from '@selvbetjent/platform';
import { reportDifferences } from '../domain/report-differences';
import { MakeYearReport } from './make-year-report';
import { ReportStore } from './report.store';

/** Keeps a report as it was sent: its figures never change again, whatever is corrected later. */
@Injectable()
export class SendYearReportHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ReportStore) private readonly reports: ReportStore,
    @Inject(MakeYearReport) private readonly making: MakeYearReport,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle({ author, reportId, stationId, year, note }: SendYearReport): Promise<Outcome<SentReportView>> {
    if (!mayActFor(author, stationId ?? '*', OPERATOR_ROLES))
      return denied('forbidden', 'Du har ikke tilgang til å sende rapporter for denne stasjonen.');
    const now = await this.making.handle(year, stationId ?? null);
    const sentAt = this.clock.now().toISOString();
    const sent = { reportId, year, stationId: stationId ?? null, sentAt, author: author.name, note, report: now };
    const kept = await this.database.transaction((tx) => this.reports.keep(tx, sent, author.subject));
    if (kept.year !== year || kept.stationId !== sent.stationId)
      return denied('already_sent', 'En annen rapport er sendt med denne id-en. Bruk en ny.');
    return ok({ ...kept, differences: reportDifferences(kept.report.lines, now.lines) });
  }
}
