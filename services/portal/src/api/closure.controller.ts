import { Body, Controller, Delete, Headers, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Author, type Closure, CloseStation, EndClosure } from '@selvbetjent/contracts';
import { Requests } from '@selvbetjent/messaging';
import { CurrentAuthor, ForStaff } from '../sign-in/access-rule';
import { answer } from './answer';
import { CloseStationBody } from './closure.dto';
import { idForKey } from './id-for-key';
import { ClosureParams, StationParams } from './station-params';

@ApiTags('closures')
@ForStaff()
@Controller('api/stations/:stationId/closures')
export class ClosureController {
  constructor(@Inject(Requests) private readonly requests: Requests) {}

  /** Closes the station, or some of its containers, now or later. */
  @Post()
  async close(
    @Param() { stationId }: StationParams,
    @Body() body: CloseStationBody,
    @CurrentAuthor() author: Author,
    @Headers('idempotency-key') key?: string,
  ): Promise<Closure> {
    const named = key ? { closureId: idForKey(author, stationId, key) } : {};
    const request = { ...body, ...named, stationId, author };
    const { closureId, station } = answer(await this.requests.ask(CloseStation, request));
    const closure = station.closures.find(({ id }) => id === closureId);
    if (!closure) throw new Error(`The station came back without its closure ${closureId}`);
    return closure;
  }

  /** Ends the closure now; its history stays. */
  @Delete(':closureId')
  @HttpCode(204)
  async end(@Param() { stationId, closureId }: ClosureParams, @CurrentAuthor() author: Author): Promise<void> {
    answer(await this.requests.ask(EndClosure, { stationId, closureId, author }));
  }
}
