import { Inject, Injectable } from '@nestjs/common';
import {
  denied,
  mayActFor,
  ok,
  OPERATOR_ROLES,
  type Outcome,
  type PoisonReplay,
  type ReplayPoison,
} from '@selvbetjent/contracts';
import { Clock } from '@selvbetjent/platform';
import { PoisonStore } from './poison.store';
import { ReceiveScaleMessage } from './receive-scale-message';

/** Takes in again what could not be used, after a fix. What was taken in before changes nothing, however often this runs. */
@Injectable()
export class ReplayPoisonHandler {
  constructor(
    @Inject(PoisonStore) private readonly poison: PoisonStore,
    @Inject(ReceiveScaleMessage) private readonly receive: ReceiveScaleMessage,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle({ author, ids }: ReplayPoison): Promise<Outcome<PoisonReplay>> {
    if (!mayActFor(author, '*', OPERATOR_ROLES))
      return denied('forbidden', 'Bare driften for alle stasjoner kan gjøre dette.');
    const replay: PoisonReplay = { replayed: 0, unusable: 0 };
    for (const { id, topic, payload, receivedAt } of await this.poison.replayable(ids ?? null)) {
      const reason = await this.receive.again({ topic, payload, receivedAt }, id);
      if (reason !== null) {
        replay.unusable += 1;
        continue;
      }
      await this.poison.markReplayed(id, this.clock.now());
      replay.replayed += 1;
    }
    return ok(replay);
  }
}
