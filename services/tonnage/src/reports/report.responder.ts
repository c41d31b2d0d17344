import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  type EffectReport,
  GetSentReport,
  ListSentReports,
  ok,
  type Outcome,
  QueryEffect,
  QueryYearReport,
  SendYearReport,
  type SentReport,
  type SentReportView,
  type YearReport,
} from '@selvbetjent/contracts';
import { MakeYearReport } from './make-year-report';
import { QueryEffectHandler } from './query-effect';
import { ReadSentReports } from './read-sent-reports';
import { SendYearReportHandler } from './send-year-report';

@Controller()
export class ReportResponder {
  constructor(
    @Inject(QueryEffectHandler) private readonly effects: QueryEffectHandler,
    @Inject(MakeYearReport) private readonly making: MakeYearReport,
    @Inject(SendYearReportHandler) private readonly sending: SendYearReportHandler,
    @Inject(ReadSentReports) private readonly sent: ReadSentReports,
  ) {}

  @MessagePattern(QueryEffect)
  effect(@Payload() request: QueryEffect): Promise<Outcome<EffectReport>> {
    return this.effects.handle(request);
  }

  @MessagePattern(QueryYearReport)
  async year(@Payload() { year, stationId }: QueryYearReport): Promise<Outcome<YearReport>> {
    return ok(await this.making.handle(year, stationId ?? null));
  }

  @MessagePattern(SendYearReport)
  send(@Payload() request: SendYearReport): Promise<Outcome<SentReportView>> {
    return this.sending.handle(request);
  }

  @MessagePattern(ListSentReports)
  async list(@Payload() request: ListSentReports): Promise<Outcome<SentReport[]>> {
    return ok(await this.sent.list(request));
  }

  @MessagePattern(GetSentReport)
  get(@Payload() request: GetSentReport): Promise<Outcome<SentReportView>> {
    return this.sent.get(request);
  }
}
