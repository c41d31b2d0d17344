import { Inject, Injectable } from '@nestjs/common';
import { type ListPoison, type PoisonView } from '@selvbetjent/contracts';
import { PoisonStore } from './poison.store';

/** The newest payloads that could not be used. */
@Injectable()
export class ListPoisonHandler {
  constructor(@Inject(PoisonStore) private readonly poison: PoisonStore) {}

  handle({ stationId, limit }: ListPoison): Promise<PoisonView[]> {
    return this.poison.list(stationId ?? null, limit);
  }
}
