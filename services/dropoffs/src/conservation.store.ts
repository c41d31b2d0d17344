import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@selvbetjent/database';
import { type Breach, type ChainLink } from './domain/conservation';
import { type ContainerKey } from './container-key';

/** The chain of a container's loads beside its ledger rows. */
@Injectable()
export class ConservationStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  containers(): Promise<ContainerKey[]> {
    return this.database.query<ContainerKey>(
      'SELECT DISTINCT station_id AS "stationId", container_id AS "containerId" FROM weighings ORDER BY 1, 2',
    );
  }

  /** One statement, so that loads and rows are of the same moment. */
  chain({ stationId, containerId }: ContainerKey): Promise<ChainLink[]> {
    return this.database.query<ChainLink>(
      `SELECT weighings.weighing_id AS "weighingId", from_grams AS "fromGrams", to_grams AS "toGrams",
              (SELECT coalesce(sum(grams), 0)::bigint FROM ledger WHERE ledger.weighing_id = weighings.weighing_id) AS "bookedGrams",
              (SELECT coalesce(sum(grams), 0)::bigint FROM ledger JOIN weighings AS event USING (weighing_id)
               WHERE event.after_weighing_id = weighings.weighing_id) AS "sinceGrams"
       FROM weighings JOIN visits ON visits.visit_id = weighings.weighing_id
       WHERE weighings.station_id = $1 AND weighings.container_id = $2 AND after_weighing_id IS NULL
         AND state IN ('provisional', 'final', 'waiting')
       ORDER BY visits.opened_at, visits.visit_id`,
      [stationId, containerId],
    );
  }

  /** @returns false when the breach is known already. */
  async keep(
    { stationId, containerId }: ContainerKey,
    { weighingId, missingGrams }: Breach,
    at: Date,
  ): Promise<boolean> {
    const kept = await this.database.query(
      `INSERT INTO conservation_breaches (weighing_id, station_id, container_id, missing_grams, found_at)
       VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING weighing_id`,
      [weighingId, stationId, containerId, missingGrams, at],
    );
    return kept.length > 0;
  }
}
