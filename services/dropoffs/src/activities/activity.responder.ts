import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  type ActivityView,
  CancelActivity,
  CorrectActivity,
  ListActivities,
  type Outcome,
  RecordActivity,
} from '@selvbetjent/contracts';
import { CancelActivityHandler } from './cancel-activity';
import { CorrectActivityHandler } from './correct-activity';
import { ListActivitiesHandler } from './list-activities';
import { RecordActivityHandler } from './record-activity';

@Controller()
export class ActivityResponder {
  constructor(
    @Inject(RecordActivityHandler) private readonly recording: RecordActivityHandler,
    @Inject(CorrectActivityHandler) private readonly correcting: CorrectActivityHandler,
    @Inject(CancelActivityHandler) private readonly cancelling: CancelActivityHandler,
    @Inject(ListActivitiesHandler) private readonly listing: ListActivitiesHandler,
  ) {}

  @MessagePattern(RecordActivity)
  record(@Payload() request: RecordActivity): Promise<Outcome<ActivityView>> {
    return this.recording.handle(request);
  }

  @MessagePattern(CorrectActivity)
  correct(@Payload() request: CorrectActivity): Promise<Outcome<ActivityView>> {
    return this.correcting.handle(request);
  }

  @MessagePattern(CancelActivity)
  cancel(@Payload() request: CancelActivity): Promise<Outcome<ActivityView>> {
    return this.cancelling.handle(request);
  }

  @MessagePattern(ListActivities)
  list(@Payload() request: ListActivities): Promise<Outcome<{ items: ActivityView[]; next: string | null }>> {
    return this.listing.handle(request);
  }
}
