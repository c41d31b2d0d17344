import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  type AttemptView,
  type DoorView,
  type DropOffView,
  ListAttempts,
  ListDoors,
  ListDropOffs,
  ListVisits,
  type VisitView,
} from '@selvbetjent/contracts';
import { Requests } from '@selvbetjent/messaging';
import { ForOperators, ForStaff } from '../sign-in/access-rule';
import { answer } from './answer';
import { AttemptsQuery, DoorsQuery, DropOffsQuery, NewestFirstQuery, StationRowsQuery } from './figures.dto';
import { StationParams } from './station-params';

@ApiTags('operation')
@Controller('api')
export class OperationController {
  constructor(@Inject(Requests) private readonly requests: Requests) {}

  /** Rows of the ledger, newest first; `next` is the cursor of the following page. `figure` gives the rows behind a total. */
  @ForOperators()
  @Get('drop-offs')
  async dropOffs(
    @Query() { station, container, ...query }: DropOffsQuery,
  ): Promise<{ items: DropOffView[]; next: string | null }> {
    return answer(await this.requests.ask(ListDropOffs, { ...query, stationId: station, containerId: container }));
  }

  /** A station's rows, newest first, for those who correct them. */
  @ForStaff()
  @Get('stations/:stationId/drop-offs')
  async rowsOfStation(
    @Param() { stationId }: StationParams,
    @Query() { container, ...query }: StationRowsQuery,
  ): Promise<{ items: DropOffView[]; next: string | null }> {
    return answer(await this.requests.ask(ListDropOffs, { ...query, stationId, containerId: container }));
  }

  @ForOperators()
  @Get('visits')
  async visits(@Query() { station, ...query }: NewestFirstQuery): Promise<VisitView[]> {
    return answer(await this.requests.ask(ListVisits, { ...query, stationId: station }));
  }

  /** Newest first, without anything of persons; the last one's id is the `cursor` of the following page. */
  @ForOperators()
  @Get('unlock-attempts')
  async attempts(@Query() { station, ...query }: AttemptsQuery): Promise<AttemptView[]> {
    return answer(await this.requests.ask(ListAttempts, { ...query, stationId: station }));
  }

  /** What the doors last said of themselves; silence is `unknown`. */
  @ForStaff()
  @Get('doors')
  async doors(@Query() { station }: DoorsQuery): Promise<DoorView[]> {
    return answer(await this.requests.ask(ListDoors, { stationId: station }));
  }
}
