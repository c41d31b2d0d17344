import { Inject, Injectable } from '@nestjs/common';
import { type AttemptCopy } from './fact-copies';
import { LiveModel } from './live-model';

/** Takes the end of an attempt into the read model; its revision makes repetitions harmless. */
@Injectable()
export class CountAttempt {
  constructor(@Inject(LiveModel) private readonly model: LiveModel) {}

  async handle(attempt: AttemptCopy): Promise<void> {
    await this.model.change(attempt.stationId, (tx) => this.model.attempts.keep(tx, attempt));
  }
}
