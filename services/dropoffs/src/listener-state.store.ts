import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@selvbetjent/database';

/** How the active listener and its broker are doing. */
export interface ListenerState {
  connected: boolean;
  /** Another client seems to use our client id, or the broker restarts over and over. */
  contested: boolean;
  /** Messages that the broker has dropped since its start; null where it doesn't tell. */
  brokerDropped: number | null;
}

/** Written by the one process that listens, read by whichever is asked. */
@Injectable()
export class ListenerStateStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  async keep({ connected, contested, brokerDropped }: ListenerState, now: Date): Promise<void> {
    await this.database.query(
      `INSERT INTO scale_listener (connected, contested, broker_dropped, noted_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (single) DO UPDATE SET connected = excluded.connected, contested = excluded.contested,
         broker_dropped = excluded.broker_dropped, noted_at = excluded.noted_at`,
      [connected, contested, brokerDropped, now],
    );
  }

  /** @returns null before anybody has listened. */
  async find(): Promise<(ListenerState & { notedAt: Date }) | null> {
    const [row] = await this.database.query<ListenerState & { notedAt: Date }>(
      `SELECT connected, contested, broker_dropped AS "brokerDropped", noted_at AS "notedAt" FROM scale_listener`,
    );
    return row ?? null;
  }
}
