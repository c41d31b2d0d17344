import { Inject, Injectable } from '@nestjs/common';
import { ok, OPERATOR_ROLES, type Outcome, type StageHistory } from '@selvbetjent/contracts';
import { Clock } from '@selvbetjent/platform';
import { refusalFor } from '../domain/may-enter';
import { HistoryStore } from './history.store';

const KEPT_MS = 3_600_000;

/** Puts a part of a file aside until it is all here. */
@Injectable()
export class StageHistoryHandler {
  constructor(
    @Inject(HistoryStore) private readonly history: HistoryStore,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle({ author, stationId, importId, part, text }: StageHistory): Promise<Outcome<null>> {
    const refusal = refusalFor(author, stationId, OPERATOR_ROLES);
    if (refusal) return refusal;
    await this.history.stage({ importId, part, author: author.subject, text }, this.clock.now(), KEPT_MS);
    return ok(null);
  }
}
