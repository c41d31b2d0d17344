import { type SeededRandom } from '@selvbetjent/simulation';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { ApiClient } from '../../e2e/api-client';
import { type Bed } from '../bed/bed';
import { type History } from '../history';

const PAUSE_MS = 2_000;
const POLL_MS = 100;

/** Staff who close a station and open it again, over and over. */
export class Staff {
  constructor(
    private readonly bed: Bed,
    private readonly history: History,
    private readonly random: SeededRandom,
    private readonly stationId: string,
  ) {}

  async run(isOver: () => boolean): Promise<void> {
    let turn = 0;
    while (!isOver()) {
      const closureId = await this.close(`Stengt ${(turn += 1)}`);
      if (closureId) {
        await this.untilObeyed(closureId, isOver);
        await delay(PAUSE_MS + this.random.integer(PAUSE_MS));
        await this.reopen(closureId);
      }
      await delay(PAUSE_MS + this.random.integer(PAUSE_MS));
    }
  }

  /** @returns the closure that is in force for sure. */
  private async close(text: string): Promise<string | null> {
    const reason = { nb: text, en: text };
    const end = this.history.invoke('close-station', { stationId: this.stationId, text });
    try {
      const staff = await this.signIn();
      const path = `/api/stations/${this.stationId}/closures`;
      const { status, body } = await staff.send('POST', path, { appliesTo: 'residents', reason });
      const closureId = (body as { id?: string } | null)?.id;
      end(status === 201 ? 'ok' : status < 500 ? 'fail' : 'info', { status, closureId });
      return status === 201 && closureId ? closureId : null;
    } catch (error) {
      end('info', { reason: (error as Error).name });
      return null;
    }
  }

  /** Goes on until it is open again for sure: a closure that nobody ends would leave nothing to do. */
  private async reopen(closureId: string): Promise<void> {
    for (let isEnded = false; !isEnded; await delay(500)) {
      const end = this.history.invoke('reopen-station', { stationId: this.stationId, closureId });
      try {
        const staff = await this.signIn();
        const { status } = await staff.send('DELETE', `/api/stations/${this.stationId}/closures/${closureId}`);
        isEnded = status < 500;
        end(status === 204 ? 'ok' : status < 500 ? 'fail' : 'info', { status });
      } catch (error) {
        end('info', { reason: (error as Error).name });
      }
    }
  }

  /** Notes the instant from which on the copy that doors are opened by knows of the closure. */
  private async untilObeyed(closureId: string, isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      const isKnown = await this.isKnown(closureId).catch(() => false);
      if (isKnown) return this.history.note('obeyed', { stationId: this.stationId, closureId });
      await delay(POLL_MS);
    }
  }

  private async isKnown(closureId: string): Promise<boolean> {
    const client = new Client({ connectionString: this.bed.servers.databaseUrl });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rowCount } = await client.query(
        `SELECT 1 FROM access.stations WHERE station_id = $1 AND snapshot->'closures' @> $2::jsonb`,
        [this.stationId, JSON.stringify([{ id: closureId }])],
      );
      return rowCount === 1;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  private signIn(): Promise<ApiClient> {
    return ApiClient.signIn({ portalUrl: this.bed.fleet.urlOf('portal') }, 'demo-staff');
  }
}
