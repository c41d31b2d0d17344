import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { type Outcome, QueryTonnage, QueryUse, type Tonnage, type Use } from '@selvbetjent/contracts';
import { QueryTonnageHandler } from './query-tonnage';
import { QueryUseHandler } from './query-use';

@Controller()
export class TonnageResponder {
  constructor(
    @Inject(QueryTonnageHandler) private readonly querying: QueryTonnageHandler,
    @Inject(QueryUseHandler) private readonly queryingUse: QueryUseHandler,
  ) {}

  @MessagePattern(QueryTonnage)
  query(@Payload() request: QueryTonnage): Promise<Outcome<Tonnage>> {
    return this.querying.handle(request);
  }

  @MessagePattern(QueryUse)
  queryUse(@Payload() request: QueryUse): Promise<Outcome<Use>> {
    return this.queryingUse.handle(request);
  }
}
