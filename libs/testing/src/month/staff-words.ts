import { type DropOffView } from '@selvbetjent/contracts';
import { type SeededRandom } from '@selvbetjent/simulation';
import { type ApiClient } from '../e2e/api-client';
import { type KiloCells } from './kilo-cells';
import { type MonthVisit } from './month-days';

const REASON = 'Sett med egne øyne';
const REUSE = { stream: 'reuse', fraction: 'mixed-reuse' };
/** A container without a scale, of the stations that have one. */
const METAL = { stream: 'recycling', fraction: 'metal' };
const METAL_CONTAINER = 'metall';
const OF_DROP_OFFS = ['other fraction', 'other weight', 'other goods'] as const;
const OF_TAKE_OUTS = ['fetched', 'moved', 'other goods'] as const;

/** Says what weighings really were, as staff do, and what that makes of the truth. */
export class StaffWords {
  private said = 0;

  constructor(
    private readonly operator: ApiClient,
    private readonly truth: KiloCells,
    private readonly random: SeededRandom,
  ) {}

  /** One visit gets one word, each kind by turns. */
  async sayOf(visit: MonthVisit): Promise<void> {
    const kinds = visit.grams > 0 ? OF_DROP_OFFS : OF_TAKE_OUTS;
    this.said += 1;
    const kind = kinds[this.said % kinds.length];
    if (kind === 'other fraction') await this.otherFraction(visit);
    else if (kind === 'other weight') await this.otherWeight(visit);
    else if (kind === 'other goods') await this.otherGoods(visit);
    else if (kind === 'fetched') await this.fetched(visit);
    else await this.moved(visit);
  }

  /** What is put into a container without a scale. */
  async addWithoutScale({ stationId, localDate, closedAt }: MonthVisit): Promise<void> {
    const grams = 100 * (1 + this.random.integer(300));
    await this.enter('/api/drop-offs', { stationId, containerId: METAL_CONTAINER, at: closedAt, grams });
    this.truth.add({ stationId, localDate, ...METAL }, grams);
  }

  private async otherFraction(visit: MonthVisit): Promise<void> {
    const goods = { stream: 'reuse', fraction: 'books' };
    await this.correct(visit, goods);
    this.move(visit, { ...visit, ...goods }, visit.grams);
  }

  private async otherWeight(visit: MonthVisit): Promise<void> {
    const grams = visit.grams + 100 * (1 + this.random.integer(50));
    await this.correct(visit, { grams });
    this.move(visit, { ...visit, ...REUSE }, grams);
  }

  /** Of another weight first, and then of another fraction too: the second word adds to the first. */
  private async otherGoods(visit: MonthVisit): Promise<void> {
    const grams = visit.grams > 0 ? 300 : -300;
    const goods = { stream: 'reuse', fraction: 'furniture' };
    await this.correct(visit, { grams });
    await this.correct(visit, goods);
    this.move(visit, { ...visit, ...goods }, grams);
  }

  private async fetched(visit: MonthVisit): Promise<void> {
    const { stationId, closedAt } = visit;
    await this.enter('/api/collections', { stationId, containerId: 'ombruk', at: closedAt });
    this.forget(visit);
  }

  private async moved(visit: MonthVisit): Promise<void> {
    const { stationId, closedAt, grams } = visit;
    const [from, to] = ['ombruk', METAL_CONTAINER].map((containerId) => ({ stationId, containerId }));
    await this.enter('/api/transfers', { from, to, at: closedAt, grams: -grams });
    this.forget(visit);
  }

  private move(visit: MonthVisit, to: Parameters<KiloCells['add']>[0], grams: number): void {
    this.forget(visit);
    this.truth.add(to, grams);
  }

  /** What the scale saw of it counts for no visitor any more. */
  private forget(visit: MonthVisit): void {
    this.truth.addTo({ ...visit, ...REUSE }, visit.grams < 0 ? 'out' : 'in', -Math.abs(visit.grams));
  }

  private async correct(visit: MonthVisit, word: object): Promise<void> {
    await this.enter(`/api/drop-offs/${await this.rowOf(visit)}/corrections`, word);
  }

  /** Any row of the visit's weighing names it. */
  private async rowOf({ stationId, localDate, closedAt }: MonthVisit): Promise<string> {
    const query = `station=${stationId}&container=ombruk&from=${localDate}&to=${localDate}&limit=500`;
    const { items } = await this.operator.get<{ items: DropOffView[] }>(`/api/drop-offs?${query}`);
    const row = items.find(({ at, visitIds }) => at === closedAt && visitIds.length > 0);
    if (!row) throw new Error(`${stationId} has no row of the visit that closed ${closedAt}`);
    return row.id;
  }

  private async enter(path: string, body: object): Promise<void> {
    const { status, body: answer } = await this.operator.send('POST', path, { reason: REASON, ...body });
    if (status !== 201) throw new Error(`POST ${path} was answered ${status}: ${JSON.stringify(answer)}`);
  }
}
