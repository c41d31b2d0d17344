import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { type HistoryImport, ImportHistory, type Outcome, StageHistory } from '@selvbetjent/contracts';
import { ImportHistoryHandler } from './import-history';
import { StageHistoryHandler } from './stage-history';

@Controller()
export class HistoryResponder {
  constructor(
    @Inject(StageHistoryHandler) private readonly staging: StageHistoryHandler,
    @Inject(ImportHistoryHandler) private readonly importing: ImportHistoryHandler,
  ) {}

  @MessagePattern(StageHistory)
  stage(@Payload() request: StageHistory): Promise<Outcome<null>> {
    return this.staging.handle(request);
  }

  @MessagePattern(ImportHistory)
  import(@Payload() request: ImportHistory): Promise<Outcome<HistoryImport>> {
    return this.importing.handle(request);
  }
}
