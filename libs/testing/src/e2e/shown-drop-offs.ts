import { DropOffRecorded, factType, FACTS, type StaffEntry, type Tonnage } from '@selvbetjent/contracts';
import { setTimeout as delay } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import { ServiceProcesses } from '../service-processes';
import { ApiClient } from './api-client';
import { stationsFileOf } from './stations-file';

const STATION = 'trosterud';
const CONTAINER = `
      - { id: metall, name: Metallcontainer, stream: recycling, fraction: metal, capacityKg: 1500, access: staffed, doors: [], scales: [] }`;
const RECORDED = factType(FACTS.find(({ contract }) => contract === DropOffRecorded)!);
const GRAMS = 1_000;

/** When somebody could know of a drop-off, in milliseconds after it was sent in: before the ledger has committed it, so never too short. */
export interface Shown {
  /** The ledger's owner has answered: it is committed. */
  answeredMs: number;
  /** The portal's event has come to the browser. */
  toldMs: number;
  /** The portal's API counts it. */
  countedMs: number;
}

/** Enters drop-offs in the portal as staff do, with the operator's dashboard open beside it. */
export class ShownDropOffs {
  private entered = 0;
  private brokeOff: unknown;
  private readonly told = new Map<string, number>();
  private readonly closing = new AbortController();

  private constructor(
    private readonly services: ServiceProcesses,
    private readonly operator: ApiClient,
  ) {}

  static async start(connected: Parameters<typeof ServiceProcesses.start>[0]): Promise<ShownDropOffs> {
    const services = await ServiceProcesses.start(connected, {
      names: ['stations', 'access', 'dropoffs', 'tonnage', 'portal'],
      stationsFile: stationsFileOf([STATION]).replace(/scales: \[.*\]/, `$&${CONTAINER}`),
    });
    const shown = new ShownDropOffs(services, await ApiClient.signIn(services, 'demo-operator'));
    const events = await shown.operator.stream('/api/events', shown.closing.signal);
    shown.listen(events).catch((error: unknown) => (shown.brokeOff = error));
    return shown;
  }

  /** Resolves once it is told and counted, exactly; a wait without end is the caller's time limit's to end. */
  async enterAndSee(): Promise<Shown> {
    const sentAt = performance.now();
    const at = Temporal.Now.instant().toString({ smallestUnit: 'millisecond' });
    const body = { stationId: STATION, containerId: 'metall', at, grams: GRAMS, reason: 'Veid for hånd' };
    const { status, body: answer } = await this.operator.send('POST', '/api/drop-offs', body);
    if (status !== 201) throw new Error(`The drop-off was answered ${status}: ${JSON.stringify(answer)}`);
    const answeredMs = performance.now() - sentAt;
    this.entered += 1;
    for (let counted = 0; counted < this.entered * GRAMS;) counted = await this.countedGrams();
    const countedMs = performance.now() - sentAt;
    const [weighingId = ''] = (answer as StaffEntry).weighingIds;
    while (!this.told.has(weighingId)) {
      if (this.brokeOff) throw new Error('The feed of events broke off', { cause: this.brokeOff });
      await delay(1);
    }
    return { answeredMs, toldMs: (this.told.get(weighingId) ?? NaN) - sentAt, countedMs };
  }

  /** What the API shows of all that was entered. */
  async countedGrams(): Promise<number> {
    const today = Temporal.Now.plainDateISO('Europe/Oslo');
    const range = `from=${today.subtract({ days: 1 }).toString()}&to=${today.toString()}`;
    const { rows } = await this.operator.get<Tonnage>(`/api/tonnage?station=${STATION}&${range}&by=day`);
    return rows.reduce((sum, { grams }) => sum + grams, 0);
  }

  async stop(): Promise<void> {
    this.closing.abort();
    await this.services.stop();
  }

  private async listen(events: AsyncIterable<{ type: string; data: string }>): Promise<void> {
    for await (const { type, data } of events)
      if (type === RECORDED) this.told.set((JSON.parse(data) as DropOffRecorded).weighingId, performance.now());
  }
}
