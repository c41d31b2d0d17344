import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ListUnmetDemand, QueryUse, type UnmetDemand, type Use } from '@selvbetjent/contracts';
import { Requests } from '@selvbetjent/messaging';
import { ForOperators } from '../sign-in/access-rule';
import { answer } from './answer';
import { UnmetDemandQuery, UseQuery } from './figures.dto';

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

  /**
   * When people came in vain because of the hours, by the hour of the week, in whole weeks until now. Presses at one door within ten
   * minutes count once; `presses` are all of them. Times, not persons.
   */
  @ForOperators()
  @Get('unmet')
  async unmet(@Query() { station, weeks }: UnmetDemandQuery): Promise<UnmetDemand> {
    return answer(await this.requests.ask(ListUnmetDemand, { stationId: station, weeks }));
  }
}
