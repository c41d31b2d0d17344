import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import {
  type ActivityView,
  type Author,
  CancelActivity,
  CorrectActivity,
  ListActivities,
  RecordActivity,
} from '@selvbetjent/contracts';
import { Requests } from '@selvbetjent/messaging';
import { CurrentAuthor, ForStaff } from '../sign-in/access-rule';
import {
  ActivitiesQuery,
  ActivityBody,
  ActivityParams,
  CancellationBody,
  ActivityCorrectionBody,
  StationQuery,
} from './activity.dto';
import { answer } from './answer';
import { idForKey } from './id-for-key';

@ApiTags('activities')
@ForStaff()
@Controller('api/activities')
export class ActivityController {
  constructor(@Inject(Requests) private readonly requests: Requests) {}

  /** Newest date first, cancelled ones too; `next` is the cursor of the following page. */
  @Get()
  async list(@Query() { station, ...query }: ActivitiesQuery): Promise<{ items: ActivityView[]; next: string | null }> {
    return answer(await this.requests.ask(ListActivities, { ...query, stationId: station }));
  }

  /** Enters an activity that has been, with its kilos; the station is the one that it counts for. */
  @Post()
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'The same again enters it once, also later' })
  async record(
    @Query() { station }: StationQuery,
    @Body() activity: ActivityBody,
    @CurrentAuthor() author: Author,
    @Headers('idempotency-key') key?: string,
  ): Promise<ActivityView> {
    const activityId = idForKey(author, `activities of ${station}`, key);
    return answer(await this.requests.ask(RecordActivity, { author, stationId: station, activityId, activity }));
  }

  /** Says how it should read; the ledger gets the difference as rows of its own, with this reason and author. */
  @Post(':activityId/corrections')
  @HttpCode(200)
  async correct(
    @Query() { station }: StationQuery,
    @Param() { activityId }: ActivityParams,
    @Body() body: ActivityCorrectionBody,
    @CurrentAuthor() author: Author,
  ): Promise<ActivityView> {
    return answer(await this.requests.ask(CorrectActivity, { ...body, author, stationId: station, activityId }));
  }

  /** Strikes it: it stays to be seen, and its kilos are taken back. */
  @Post(':activityId/cancellation')
  @HttpCode(200)
  async cancel(
    @Query() { station }: StationQuery,
    @Param() { activityId }: ActivityParams,
    @Body() { reason }: CancellationBody,
    @CurrentAuthor() author: Author,
  ): Promise<ActivityView> {
    return answer(await this.requests.ask(CancelActivity, { author, stationId: station, activityId, reason }));
  }
}
