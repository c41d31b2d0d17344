import { setTimeout as delay } from 'node:timers/promises';
import { ApiClient } from '../../e2e/api-client';
import { type Bed } from '../bed/bed';
import { type History } from '../history';
import { type ReturningStation } from './returning-station';

const PAUSE_MS = 2_000;

/** Who looks at the figures of days that are over, again and again. */
export class Operators {
  constructor(
    private readonly bed: Bed,
    private readonly history: History,
    private readonly stations: readonly ReturningStation[],
  ) {}

  async run(isOver: () => boolean): Promise<void> {
    for (let turn = 0; !isOver(); turn += 1) {
      const station = this.stations[turn % this.stations.length];
      const day = station?.told[Math.floor(turn / this.stations.length) % Math.max(1, station.told.length)];
      if (station && day) await this.read(station.stationId, day);
      await delay(PAUSE_MS);
    }
  }

  private async read(stationId: string, { date, ...truth }: ReturningStation['told'][number]): Promise<void> {
    const end = this.history.invoke('read-totals', { stationId, date, truth });
    try {
      const operator = await ApiClient.signIn({ portalUrl: this.bed.fleet.urlOf('portal') }, 'demo-operator');
      const path = `/api/tonnage?station=${stationId}&from=${date}&to=${date}&by=day`;
      const { status, body } = await operator.send('GET', path);
      const [row] = (body as { rows?: Record<string, number>[] } | null)?.rows ?? [];
      const { grams = 0, takenOutGrams = 0, dropOffs = 0 } = row ?? {};
      end(status === 200 ? 'ok' : 'fail', { status, read: { grams, takenOutGrams, dropOffs } });
    } catch (error) {
      end('fail', { reason: (error as Error).name });
    }
  }
}
