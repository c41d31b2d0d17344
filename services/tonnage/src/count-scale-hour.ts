import { Inject, Injectable } from '@nestjs/common';
import { type ScaleCovered } from '@selvbetjent/contracts';
import { LiveModel } from './live-model';

/** Takes in which minutes a scale worked; its revision makes repetitions harmless. */
@Injectable()
export class CountScaleHour {
  constructor(@Inject(LiveModel) private readonly model: LiveModel) {}

  async handle(covered: ScaleCovered): Promise<void> {
    await this.model.change(covered.stationId, (tx) => this.model.keepScaleHour(tx, covered));
  }
}
