import { Inject, Injectable } from '@nestjs/common';
import { type VisitCopy } from './fact-copies';
import { LiveModel } from './live-model';

/** Takes what `access` says of a visit into the read model; its revision makes repetitions harmless. */
@Injectable()
export class CountVisit {
  constructor(@Inject(LiveModel) private readonly model: LiveModel) {}

  async handle(visit: VisitCopy): Promise<void> {
    await this.model.change(visit.stationId, (tx) => this.model.visits.keep(tx, visit));
  }
}
