import { Body, Controller, Delete, Headers, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Author, type Closure, CloseStation, EndClosure } from '@selvbetjent/contracts';
import { Requests } from '@selvbetjent/messaging';
import { createHash } from 'node:crypto';
import { CurrentAuthor, ForStaff } from '../sign-in/access-rule';
import { answer } from './answer';
import { CloseStationBody } from './closure.dto';
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
  ): Promise<Closure | undefined> {
    const named = key ? { closureId: closureIdFor(author, stationId, key) } : {};
    const request = { ...body, ...named, stationId, author };
    const { closureId, station } = answer(await this.requests.ask(CloseStation, request));
    return station.closures.find(({ id }) => id === closureId);
  }

  /** Ends the closure now; its history stays. */
  @Delete(':closureId')
  @HttpCode(204)
  async end(@Param() { stationId, closureId }: ClosureParams, @CurrentAuthor() author: Author): Promise<void> {
    answer(await this.requests.ask(EndClosure, { stationId, closureId, author }));
  }
}

/** The same for the same key: whoever got no answer and asks again makes no second closure. */
function closureIdFor({ subject }: Author, stationId: string, key: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([subject, stationId, key]))
    .digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
