import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  type Author,
  type AttemptView,
  CountDropOffs,
  type DoorView,
  type DropOffView,
  ListAttempts,
  ListDoors,
  ListDropOffs,
  ListVisits,
  ShowWeighing,
  type VisitView,
  type WeighingView,
} from '@selvbetjent/contracts';
import { Requests } from '@selvbetjent/messaging';
import { CurrentAuthor, ForAnyStaff, ForOperators, ForStaff } from '../sign-in/access-rule';
import { answer } from './answer';
import {
  AttemptsQuery,
  DoorsQuery,
  DropOffsQuery,
  LedgerQuery,
  NewestFirstQuery,
  StationRowsQuery,
} from './figures.dto';
import { ledgerFilter } from './ledger-filter';
import { DropOffParams } from './staff-entry.dto';
import { StationParams } from './station-params';

@ApiTags('operation')
@Controller('api')
export class OperationController {
  constructor(@Inject(Requests) private readonly requests: Requests) {}

  /** Rows of the ledger, newest first; `next` is the cursor of the following page. `figure` and `flow` give the rows behind a total. */
  @ForOperators()
  @Get('drop-offs')
  async dropOffs(
    @Query() { cursor, limit, ...query }: DropOffsQuery,
  ): Promise<{ items: DropOffView[]; next: string | null }> {
    return answer(await this.requests.ask(ListDropOffs, { ...ledgerFilter(query), cursor, limit }));
  }

  /** How many rows those of `drop-offs` are, and what they add up to: signed grams, + into the container. */
  @ForOperators()
  @Get('drop-offs/count')
  async count(@Query() query: LedgerQuery): Promise<{ rows: number; grams: number }> {
    const { rows, grams = 0 } = answer(await this.requests.ask(CountDropOffs, ledgerFilter(query)));
    return { rows, grams };
  }

  /** The weighing that a row belongs to, with the readings around it. The ledger's owner checks that the station is theirs. */
  @ForAnyStaff()
  @Get('drop-offs/:dropOffId/weighing')
  async weighing(@Param() { dropOffId }: DropOffParams, @CurrentAuthor() author: Author): Promise<WeighingView> {
    return answer(await this.requests.ask(ShowWeighing, { dropOffId, author }));
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
