import { SeededRandom } from '@selvbetjent/simulation';
import { caughtUp } from '../caught-up';
import { ApiClient } from '../e2e/api-client';
import { stationsFileOf } from '../e2e/stations-file';
import { type Infrastructure } from '../infrastructure';
import { type PlayedMessage, playUntilAcknowledged } from '../play-until-acknowledged';
import { ServiceProcesses } from '../service-processes';
import { KiloCells } from './kilo-cells';
import { type MonthVisit, stationDays, type StationDay } from './month-days';
import { type MonthRange } from './month-totals';
import { StaffWords } from './staff-words';

const CHUNK_DAYS = 10;
/** Of a station with late news, every third day's. */
const LATE_EVERY = 3;
/** Staff speak of every fourth visit. */
const WORD_EVERY = 4;
/** How a station's news come, by turns; what is late comes when the month is over and staff have spoken. */
const WAYS: readonly { late?: 'door' | 'scale'; isShuffled?: boolean }[] = [
  { late: 'scale' },
  { late: 'door' },
  { isShuffled: true },
  {},
];
const METAL_CONTAINER = `
      - { id: metall, name: Metallcontainer, stream: recycling, fraction: metal, capacityKg: 1500, access: staffed, doors: [], scales: [] }`;

const DELIVERED = { stream: 'reuse', fraction: 'mixed-reuse' };

export interface MonthOptions {
  seed: number;
  days: number;
  stations: number;
}

/** A station's days, and how its news come. */
type StationMonth = (typeof WAYS)[number] & { days: StationDay[] };

/** Stations as they live for a month, played through the real services: visits, staff, late news, an import, activities. */
export class SimulatedMonth {
  /** What truly happened, as far as it counts. */
  readonly truth = new KiloCells();
  private readonly random: SeededRandom;
  private readonly stations: StationMonth[];
  private readonly late: PlayedMessage[] = [];

  private constructor(
    private readonly infrastructure: Infrastructure,
    readonly services: ServiceProcesses,
    readonly operator: ApiClient,
    private readonly options: MonthOptions,
  ) {
    this.random = new SeededRandom(options.seed);
    this.stations = stationIdsOf(options).map((stationId, index) => ({
      ...WAYS[index % WAYS.length],
      days: stationDays(stationId, options.days, options.seed + 1_000 * index),
    }));
  }

  static async start(infrastructure: Infrastructure, options: MonthOptions): Promise<SimulatedMonth> {
    const services = await ServiceProcesses.start(infrastructure, {
      names: ['stations', 'access', 'dropoffs', 'tonnage', 'portal'],
      stationsFile: stationsFileOf(stationIdsOf(options)).replaceAll(/scales: \[.*\]/g, `$&${METAL_CONTAINER}`),
      // The month stays in the past for ever; its raw readings must not be dropped under way.
      env: { RAW_RETENTION_DAYS: '3650' },
    });
    return new SimulatedMonth(infrastructure, services, await ApiClient.signIn(services, 'demo-operator'), options);
  }

  get range(): MonthRange {
    const dates = this.stations.flatMap(({ days }) => days.flatMap(({ visits }) => visits)).map((v) => v.localDate);
    return { from: dates.toSorted()[0] ?? '', to: dates.toSorted().at(-1) ?? '' };
  }

  get stationIds(): string[] {
    return stationIdsOf(this.options);
  }

  /** Resolves when everything that was told has been taken in, weighed and counted. */
  async play(): Promise<void> {
    const words = new StaffWords(this.operator, this.truth, this.random);
    for (let first = 0; first < this.options.days; first += CHUNK_DAYS) {
      const chunks = this.stations.map((station) => ({
        ...station,
        days: station.days.slice(first, first + CHUNK_DAYS),
      }));
      const spokenOf = await Promise.all(chunks.map((chunk) => this.playChunk(chunk)));
      await caughtUp(this.infrastructure);
      for (const visits of spokenOf) {
        for (const visit of visits.filter((_visit, index) => index % WORD_EVERY === 0)) await words.sayOf(visit);
        if (visits[0]) await words.addWithoutScale(visits[0]);
      }
    }
    await this.importHistory();
    await this.holdActivities();
    await playUntilAcknowledged(this.infrastructure.mqttUrl, this.late);
    await caughtUp(this.infrastructure);
  }

  stop(): Promise<void> {
    return this.services.stop();
  }

  /** @returns the visits that are known by now with their readings */
  private async playChunk({ days, late, isShuffled }: StationMonth): Promise<MonthVisit[]> {
    const told: MonthVisit[] = [];
    const messages: PlayedMessage[] = [];
    for (const [index, day] of days.entries()) {
      for (const visit of day.visits) this.truth.add({ ...visit, ...DELIVERED }, visit.grams);
      const isLate = late !== undefined && index % LATE_EVERY === 1;
      messages.push(...day.messages.filter(({ kind }) => !isLate || kind !== late));
      if (isLate) this.late.push(...day.messages.filter(({ kind }) => kind === late));
      else told.push(...day.visits);
    }
    const inThisOrder = isShuffled ? this.random.shuffled(messages) : messages;
    await playUntilAcknowledged(this.infrastructure.mqttUrl, inThisOrder);
    return told;
  }

  /** From before there were scales, and of these days too. */
  private async importHistory(): Promise<void> {
    const [stationId = ''] = this.stationIds;
    const { from, to } = this.range;
    const rows = [from, to, to].map((localDate, index) => ({ localDate, grams: 12_500 * (index + 1) }));
    const line = ({ localDate, grams }: (typeof rows)[number], index: number): string =>
      `h${index};${localDate.split('-').toReversed().join('.')};ombruk;toys;${String(grams / 1_000).replace('.', ',')};anslått;husholdning`;
    const text = `Id;Dato;Strøm;Fraksjon;Kg;Metode;Opphav\r\n${rows.map(line).join('\r\n')}\r\n`;
    const path = `/api/history/import?station=${stationId}&source=Permen&reason=${encodeURIComponent('Før vektene')}`;
    // Twice, as somebody does who isn't sure: each row counts once.
    for (let time = 0; time < 2; time += 1)
      expectStatus(await this.operator.upload(path, { type: 'text/csv', text }), 200);
    for (const { localDate, grams } of rows)
      this.truth.add({ stationId, localDate, stream: 'reuse', fraction: 'toys' }, grams);
  }

  /** One stays, one is corrected, one is cancelled; none of their kilos is the station's. */
  private async holdActivities(): Promise<void> {
    const stationId = this.stationIds.at(-1) ?? '';
    const goods = [{ stream: 'reuse', fraction: 'furniture', grams: 81_000, method: 'weighed', origin: 'household' }];
    const activity = {
      localDate: this.range.to,
      place: 'Låven',
      kind: 'market',
      title: 'Marked',
      goods,
      residentEvents: 1,
    };
    const ids: string[] = [];
    for (let index = 0; index < 3; index += 1) {
      const held = await this.operator.send('POST', `/api/activities?station=${stationId}`, activity);
      expectStatus(held, 201);
      ids.push((held.body as { activityId: string }).activityId);
    }
    const corrected = {
      activity: { ...activity, goods: [{ ...goods[0], grams: 79_500 }] },
      reason: 'Veid på nytt',
      expectedRevision: 1,
    };
    expectStatus(
      await this.operator.send('POST', `/api/activities/${ids[1]}/corrections?station=${stationId}`, corrected),
      200,
    );
    const cancelled = { reason: 'Ført to ganger' };
    expectStatus(
      await this.operator.send('POST', `/api/activities/${ids[2]}/cancellation?station=${stationId}`, cancelled),
      200,
    );
  }
}

function stationIdsOf({ stations }: MonthOptions): string[] {
  return Array.from({ length: stations }, (_, index) => `stasjon-${index + 1}`);
}

function expectStatus(answer: { status: number; body: unknown }, status: number): void {
  if (answer.status !== status)
    throw new Error(`${answer.status} instead of ${status}: ${JSON.stringify(answer.body)}`);
}
