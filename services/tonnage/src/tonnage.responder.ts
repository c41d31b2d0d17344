import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { type Outcome, QueryTonnage, type Tonnage } from '@selvbetjent/contracts';
import { QueryTonnageHandler } from './query-tonnage';

@Controller()
export class TonnageResponder {
  constructor(@Inject(QueryTonnageHandler) private readonly querying: QueryTonnageHandler) {}

  @MessagePattern(QueryTonnage)
  query(@Payload() request: QueryTonnage): Promise<Outcome<Tonnage>> {
    return this.querying.handle(request);
  }
}
