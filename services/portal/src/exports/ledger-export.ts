import { Inject, Injectable } from '@nestjs/common';
import { CountDropOffs, type DropOffView, ListDropOffs } from '@selvbetjent/contracts';
import { Requests } from '@selvbetjent/messaging';
import { answer } from '../api/answer';
import { type Cell, type Column, type Exported } from './table';
import { word } from './words';

const PAGE_ROWS = 500;

const LEDGER_COLUMNS: readonly Column[] = [
  { name: 'id', title: 'Id' },
  { name: 'kind', title: 'Slag' },
  { name: 'stationId', title: 'Stasjon' },
  { name: 'containerId', title: 'Container' },
  { name: 'at', title: 'Tidspunkt' },
  { name: 'stream', title: 'Strøm' },
  { name: 'fraction', title: 'Fraksjon' },
  { name: 'grams', title: 'Mengde', unit: 'grams' },
  { name: 'quality', title: 'Kvalitet' },
  { name: 'reason', title: 'Grunn' },
  { name: 'visitIds', title: 'Besøk' },
  { name: 'revision', title: 'Revisjon' },
  { name: 'final', title: 'Endelig' },
  { name: 'weighingId', title: 'Veiing' },
  { name: 'method', title: 'Metode' },
  { name: 'author', title: 'Ført av' },
  { name: 'note', title: 'Merknad' },
  { name: 'scaleId', title: 'Vekt' },
  { name: 'readingsFrom', title: 'Avlest fra' },
  { name: 'readingsUntil', title: 'Avlest til' },
];

type LedgerFilter = Omit<CountDropOffs, 'replyType'>;

/** The ledger's rows, page by page from their owner while they are read: as many as there were at the beginning. */
@Injectable()
export class LedgerExport {
  constructor(@Inject(Requests) private readonly requests: Requests) {}

  async open(filter: LedgerFilter): Promise<Exported> {
    const { rows: total, untilPosition } = answer(await this.requests.ask(CountDropOffs, filter));
    const rows = this.rows({ ...filter, untilPosition }, total);
    const table = { name: 'drop-offs', title: 'Vektbok', columns: LEDGER_COLUMNS, rows };
    const notes = ['Pluss er inn i containeren, minus er ut. En besøkendes mengde er summen av radene.'];
    return { name: 'vektbok', title: 'Vektbok', notes, total, tables: [table] };
  }

  /** Throws when the owner stops answering, or had more to tell than came: an export is whole or visibly broken. */
  private async *rows(filter: LedgerFilter & { untilPosition: number }, total: number): AsyncGenerator<Cell[]> {
    let cursor: string | null | undefined;
    let told = 0;
    do {
      const question = { ...filter, limit: PAGE_ROWS, ...(cursor && { cursor }) };
      const page: { items: DropOffView[]; next: string | null } = answer(
        await this.requests.ask(ListDropOffs, question),
      );
      for (const item of page.items) yield cellsOf(item);
      told += page.items.length;
      cursor = page.next;
    } while (cursor !== null);
    if (told < total) throw new Error(`The ledger told ${told} rows of ${total}`);
  }
}

function cellsOf(row: DropOffView): Cell[] {
  return [
    row.id,
    word(row.kind),
    row.stationId,
    row.containerId,
    { instant: row.at },
    word(row.stream),
    row.fraction,
    { grams: row.grams },
    word(row.quality),
    row.reason,
    row.visitIds.join(' '),
    row.revision,
    row.final,
    row.weighingId ?? null,
    row.method ? word(row.method) : null,
    row.author ?? null,
    row.note ?? null,
    row.readings?.scaleId ?? null,
    row.readings ? { instant: row.readings.from } : null,
    row.readings ? { instant: row.readings.until } : null,
  ];
}
