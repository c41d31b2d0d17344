import { Inject, Injectable } from '@nestjs/common';
import { type ActivityRecorded } from '@selvbetjent/contracts';
import { LiveModel } from './live-model';

/** Takes an activity into the read model; its revision makes repetitions harmless. */
@Injectable()
export class CountActivity {
  constructor(@Inject(LiveModel) private readonly model: LiveModel) {}

  async handle(activity: ActivityRecorded): Promise<void> {
    await this.model.change(activity.stationId, (tx) => this.model.activities.keep(tx, activity));
  }
}
