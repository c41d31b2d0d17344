import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { ApiClient } from '../../e2e/api-client';
import { type Bed } from '../bed/bed';
import { type History } from '../history';

const PAUSE_MS = 3_000;
const TRIES = 4;

/** Staff who enter what took place at a station, without kilos, so that the truth of the scales stays what it is; without an answer they send it again under the same key. */
export class Activities {
  constructor(
    private readonly bed: Bed,
    private readonly history: History,
    private readonly stationId: string,
  ) {}

  async run(isOver: () => boolean): Promise<void> {
    const localDate = this.bed.time.now().toISOString().slice(0, 10);
    for (let number = 1; !isOver(); number += 1) {
      await this.enter({
        localDate,
        place: 'Låven',
        kind: 'market',
        title: `Marked ${number}`,
        goods: [],
        residentEvents: 1,
      });
      await delay(PAUSE_MS);
    }
  }

  private async enter(activity: { title: string; [key: string]: unknown }): Promise<void> {
    const end = this.history.invoke('record-activity', { title: activity.title });
    const headers = { 'idempotency-key': randomUUID() };
    for (let tries = 0; tries < TRIES; tries += 1) {
      try {
        const staff = await ApiClient.signIn({ portalUrl: this.bed.fleet.urlOf('portal') }, 'demo-staff');
        const { status } = await staff.send('POST', `/api/activities?station=${this.stationId}`, activity, headers);
        if (status === 201) return end('ok');
      } catch {
        // Nobody knows; it is sent again.
      }
      await delay(500);
    }
    end('info');
  }
}
