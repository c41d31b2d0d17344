import { Body, Controller, Delete, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Author, RemoveException, SetException } from '@selvbetjent/contracts';
import { Requests } from '@selvbetjent/messaging';
import { type Response } from 'express';
import { CurrentAuthor, ForStaff } from '../sign-in/access-rule';
import { answer } from './answer';
import { type HoursSaved, hoursSaved } from './hours-saved';
import { TakesIfMatch } from './if-match';
import { MaybeSeenVersionQuery, SetExceptionBody } from './opening-hours.dto';
import { ExceptionParams, StationParams } from './station-params';

@ApiTags('hours')
@ForStaff()
@Controller('api/stations/:stationId/exceptions')
export class ExceptionController {
  constructor(@Inject(Requests) private readonly requests: Requests) {}

  /** Gives a date hours of its own, `off` for closed, in place of those it has. */
  @Post()
  @TakesIfMatch('expectedVersion', 'body')
  @HttpCode(200)
  async set(
    @Param() { stationId }: StationParams,
    @Body() body: SetExceptionBody,
    @CurrentAuthor() author: Author,
    @Res({ passthrough: true }) response: Response,
  ): Promise<HoursSaved> {
    return hoursSaved(answer(await this.requests.ask(SetException, { ...body, stationId, author })), response);
  }

  /** The date gets its usual hours back. */
  @Delete(':date')
  @TakesIfMatch('expectedVersion', 'query')
  async remove(
    @Param() params: ExceptionParams,
    @Query() { expectedVersion, confirm }: MaybeSeenVersionQuery,
    @CurrentAuthor() author: Author,
    @Res({ passthrough: true }) response: Response,
  ): Promise<HoursSaved> {
    const request = { ...params, expectedVersion, ...(confirm && { confirm: confirm === 'true' }), author };
    return hoursSaved(answer(await this.requests.ask(RemoveException, request)), response);
  }
}
