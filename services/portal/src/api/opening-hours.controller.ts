import { Body, Controller, Delete, HttpCode, Inject, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  type Author,
  ChangeOpeningHours,
  CountDeniedAttempts,
  type DeniedAttempts,
  type HoursPreview,
  PreviewOpeningHours,
  UndoHoursChange,
  WithdrawOpeningHours,
} from '@selvbetjent/contracts';
import { Requests } from '@selvbetjent/messaging';
import { type Response } from 'express';
import { CurrentAuthor, ForStaff } from '../sign-in/access-rule';
import { answer } from './answer';
import { type HoursSaved, hoursSaved } from './hours-saved';
import { TakesIfMatch } from './if-match';
import { ChangeHoursBody, PreviewHoursBody, SeenVersionQuery, UndoBody } from './opening-hours.dto';
import { StationParams, VersionParams } from './station-params';

export interface PreviewedHours extends HoursPreview {
  /** Null while nobody knows. */
  deniedAttempts: DeniedAttempts | null;
}

@ApiTags('hours')
@ForStaff()
@Controller('api/stations/:stationId/opening-hours')
export class OpeningHoursController {
  constructor(@Inject(Requests) private readonly requests: Requests) {}

  /** What would be if these hours were saved; saves nothing. `deniedAttempts` is null while nobody knows. */
  @Post('preview')
  @HttpCode(200)
  async preview(
    @Param() { stationId }: StationParams,
    @Body() body: PreviewHoursBody,
    @CurrentAuthor() author: Author,
  ): Promise<PreviewedHours> {
    const { validFrom, hours } = body;
    const [preview, attempts] = await Promise.all([
      this.requests.ask(PreviewOpeningHours, { ...body, stationId, author }),
      this.requests.ask(CountDeniedAttempts, { stationId, validFrom, hours }),
    ]);
    return { ...answer(preview), deniedAttempts: attempts.outcome === 'ok' ? attempts.value : null };
  }

  /** Saves a version; today takes effect at once. 409 when somebody else saved before, or with warnings to confirm. */
  @Put()
  @TakesIfMatch('expectedVersion', 'body')
  async change(
    @Param() { stationId }: StationParams,
    @Body() body: ChangeHoursBody,
    @CurrentAuthor() author: Author,
    @Res({ passthrough: true }) response: Response,
  ): Promise<HoursSaved> {
    return hoursSaved(answer(await this.requests.ask(ChangeOpeningHours, { ...body, stationId, author })), response);
  }

  /** Takes back the last change of versions or exceptions, as a new change; undoing it is the redo. */
  @Post('undo')
  @TakesIfMatch('expectedVersion', 'body')
  @HttpCode(200)
  async undo(
    @Param() { stationId }: StationParams,
    @Body() body: UndoBody,
    @CurrentAuthor() author: Author,
    @Res({ passthrough: true }) response: Response,
  ): Promise<HoursSaved> {
    return hoursSaved(answer(await this.requests.ask(UndoHoursChange, { ...body, stationId, author })), response);
  }

  /** Takes back a version that hasn't begun yet. */
  @Delete(':validFrom')
  @TakesIfMatch('expectedVersion', 'query')
  async withdraw(
    @Param() params: VersionParams,
    @Query() seen: SeenVersionQuery,
    @CurrentAuthor() author: Author,
    @Res({ passthrough: true }) response: Response,
  ): Promise<HoursSaved> {
    const { expectedVersion, confirm } = seen;
    const request = { ...params, expectedVersion, ...(confirm && { confirm: confirm === 'true' }), author };
    return hoursSaved(answer(await this.requests.ask(WithdrawOpeningHours, request)), response);
  }
}
