import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { QueryUse, type Use } from '@selvbetjent/contracts';
import { Requests } from '@selvbetjent/messaging';
import { ForOperators } from '../sign-in/access-rule';
import { answer } from './answer';
import { UseQuery } from './figures.dto';

@ApiTags('figures')
@Controller('api/use')
export class UseController {
  constructor(@Inject(Requests) private readonly requests: Requests) {}

  /**
   * When people come and when they try in vain: visits by the hour of the week in which they began, and attempts by how they
   * ended. Weekday 1 is Monday; hours are the station's own. Attempts denied as `outside_hours` are demand that isn't met.
   */
  @ForOperators()
  @Get()
  async use(@Query() { station, ...range }: UseQuery): Promise<Use> {
    return answer(await this.requests.ask(QueryUse, { ...range, stationId: station }));
  }
}
