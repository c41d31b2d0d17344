import { Inject, Injectable } from '@nestjs/common';
import { factOf, StationChanged, streamName, type FactDescription } from '@selvbetjent/contracts';
import { NatsLink } from '@selvbetjent/messaging';
import { setTimeout as delay } from 'node:timers/promises';
import { StationStore } from './station.store';

const STREAM = streamName(factOf(StationChanged) as FactDescription);
const ASK_MS = 500;

/** Whether we may answer for every door: a new replica has first to hear of all stations. */
@Injectable()
export class StationCopies {
  private complete = false;

  constructor(
    @Inject(StationStore) private readonly stations: StationStore,
    @Inject(NatsLink) private readonly nats: NatsLink,
  ) {}

  /** Rejects with what is missing. Where NATS doesn't answer, the copies that we have must do. */
  async check(): Promise<void> {
    if (this.complete) return;
    const copies = new Set((await this.stations.all()).map(({ station }) => station.stationId));
    if (copies.size === 0) throw new Error('no station is known yet');
    const told = await Promise.race([this.stationsInStream(), delay(ASK_MS, null, { ref: false })]).catch(() => null);
    const missing = told?.filter((stationId) => !copies.has(stationId)) ?? [];
    if (missing.length > 0) throw new Error(`not yet known: ${missing.join(', ')}`);
    this.complete = told !== null;
  }

  /** The last token of a snapshot's subject is its station. */
  private async stationsInStream(): Promise<string[]> {
    const connection = await this.nats.connected();
    const manager = await connection.jetstreamManager({ timeout: ASK_MS });
    const { state } = await manager.streams.info(STREAM, { subjects_filter: '>' });
    return Object.keys(state.subjects ?? {}).map((subject) => subject.split('.').pop() as string);
  }
}
