import { Inject, Injectable } from '@nestjs/common';
import { type ContainerLevel, type ListLevels, type StationChanged } from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { certaintyOf } from '@selvbetjent/devices';
import { Clock } from '@selvbetjent/platform';

interface ContainerActivity {
  station_id: string;
  container_id: string;
  grams: number;
  emptied_at: Date | null;
  last_reading_at: Date | null;
  heard_at: Date | null;
}

/** Of a weighing: what it measured was a load, not a jump of the scale itself. */
const IS_LOAD = `booking ->> 'quality' <> 'quarantine'
  AND (booking ->> 'kind' <> 'unexplained' OR booking ->> 'reason' = 'step_without_visit')`;

/** How full the containers are by the ledger, and whether their scales speak. */
@Injectable()
export class ListLevelsHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle({ aliveOnly }: ListLevels): Promise<ContainerLevel[]> {
    const stations = await this.database.query<{ snapshot: StationChanged }>('SELECT snapshot FROM stations');
    const activity = await this.activity();
    const levels = stations.flatMap(({ snapshot }) => this.levelsOf(snapshot, activity));
    return aliveOnly ? levels.filter((level) => level.scaleAlive) : levels;
  }

  private levelsOf({ stationId, containers }: StationChanged, activity: ContainerActivity[]): ContainerLevel[] {
    return containers.map(({ id: containerId, scales }) => {
      const found = activity.find((row) => row.station_id === stationId && row.container_id === containerId);
      const dialect = (scales.find(({ retiredAt }) => retiredAt === undefined) ?? scales[0])?.dialect ?? 'selvbetjent';
      const silentMs = this.clock.now().getTime() - (found?.heard_at?.getTime() ?? -Infinity);
      return {
        stationId,
        containerId,
        grams: found?.grams ?? 0,
        scaleAlive: silentMs <= certaintyOf(dialect).silentAfterMs,
        lastReadingAt: found?.last_reading_at?.toISOString() ?? null,
        emptiedAt: found?.emptied_at?.toISOString() ?? null,
      };
    });
  }

  /**
   * Quarantined rows are nobody's kilos yet. A load that nobody explains is in the container all the same, unless it is the scale that
   * jumped: tared, restarted, a cell lost.
   */
  private activity(): Promise<ContainerActivity[]> {
    return this.database.query<ContainerActivity>(
      `SELECT scales.station_id, scales.container_id, emptied.at AS emptied_at,
              (SELECT coalesce(sum(grams), 0)::bigint FROM ledger LEFT JOIN weighings USING (weighing_id)
               WHERE ledger.station_id = scales.station_id AND ledger.container_id = scales.container_id
                 AND quality <> 'quarantine' AND kind NOT IN ('emptying', 'drift')
                 AND (kind <> 'unexplained' OR ${IS_LOAD})
                 AND ledger.at > coalesce(emptied.at, '-infinity')) AS grams,
              (SELECT max(at) FROM readings
               WHERE readings.station_id = scales.station_id AND readings.container_id = scales.container_id) AS last_reading_at,
              (SELECT max(heard_at) FROM boots WHERE boots.device_id = scales.device_id) AS heard_at
       FROM scales
       CROSS JOIN LATERAL (SELECT max((booking ->> 'at')::timestamptz) AS at FROM weighings
                           WHERE weighings.station_id = scales.station_id
                             AND weighings.container_id = scales.container_id AND booking ->> 'kind' = 'emptying') emptied`,
    );
  }
}
