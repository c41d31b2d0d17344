import { Inject, Injectable } from '@nestjs/common';
import { type Completeness, type FlowSums, ok, type Outcome, type QueryFlows } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { allComplete } from './domain/all-complete';
import { flowSums, type KeyedSum } from './domain/flow-sums';
import { LiveModel } from './live-model';
import { QueryTonnageHandler } from './query-tonnage';

/** The flows of some stations or of all, by period and by one other thing, and how complete they are. */
@Injectable()
export class QueryFlowsHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(LiveModel) private readonly model: LiveModel,
    @Inject(QueryTonnageHandler) private readonly tonnage: QueryTonnageHandler,
  ) {}

  async handle({ stationIds, from, to, by, split }: QueryFlows): Promise<Outcome<FlowSums>> {
    const sums: KeyedSum[] = [];
    const complete: Completeness[] = [];
    for (const stationId of stationIds ?? [null]) {
      const tonnage = await this.tonnage.handle({ from, to, by: 'year', ...(stationId && { stationId }) });
      if (tonnage.outcome !== 'ok') return tonnage;
      complete.push(tonnage.value.complete);
      sums.push(...(await this.model.sums.keyed(this.database, { stationId, from, to }, by, split)));
    }
    return ok({
      byPeriod: flowSums(sums, ({ period }) => period),
      byPart: flowSums(sums, ({ part }) => part),
      complete: allComplete(complete),
    });
  }
}
