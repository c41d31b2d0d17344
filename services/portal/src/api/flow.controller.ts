import { Controller, Get, Header, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type FlowView } from '../domain/flow-figures';
import { ReadFlows } from '../read-flows';
import { ForOperators } from '../sign-in/access-rule';
import { FlowsQuery } from './figures.dto';

@ApiTags('figures')
@ForOperators()
@Controller('api/tonnage/flows')
export class FlowController {
  constructor(@Inject(ReadFlows) private readonly flows: ReadFlows) {}

  /** What was delivered to reuse and to recycling, taken out for reuse and became waste, each for itself: in all, by period, by part, and before. */
  @Get()
  @Header('Cache-Control', 'no-store')
  query(@Query() query: FlowsQuery): Promise<FlowView> {
    return this.flows.handle(query);
  }
}
