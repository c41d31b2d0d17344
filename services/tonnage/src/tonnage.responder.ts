import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  type FlowSums,
  type Outcome,
  QueryFlows,
  QueryTonnage,
  QueryUse,
  type Tonnage,
  type Use,
} from '@selvbetjent/contracts';
import { QueryFlowsHandler } from './query-flows';
import { QueryTonnageHandler } from './query-tonnage';
import { QueryUseHandler } from './query-use';

@Controller()
export class TonnageResponder {
  constructor(
    @Inject(QueryTonnageHandler) private readonly querying: QueryTonnageHandler,
    @Inject(QueryFlowsHandler) private readonly queryingFlows: QueryFlowsHandler,
    @Inject(QueryUseHandler) private readonly queryingUse: QueryUseHandler,
  ) {}

  @MessagePattern(QueryTonnage)
  query(@Payload() request: QueryTonnage): Promise<Outcome<Tonnage>> {
    return this.querying.handle(request);
  }

  @MessagePattern(QueryFlows)
  queryFlows(@Payload() request: QueryFlows): Promise<Outcome<FlowSums>> {
    return this.queryingFlows.handle(request);
  }

  @MessagePattern(QueryUse)
  queryUse(@Payload() request: QueryUse): Promise<Outcome<Use>> {
    return this.queryingUse.handle(request);
  }
}
