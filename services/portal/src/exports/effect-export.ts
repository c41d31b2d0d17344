import { type EffectReport } from '@selvbetjent/contracts';
import { type Cell, type Exported } from './table';
import { word } from './words';

const NOTES = [
  'Tomt felt: ingenting er ført. Det er ikke det samme som null.',
  'Ombruk fra stasjonen er det som er levert til ombruk. Det som er tatt ut igjen, står for seg og er ikke trukket fra.',
  'Arrangementer og kilo i programmer ut over stasjonen (som Ombruksuka) står for seg.',
];

/** The effect table as the closing report has it: a row per effect, a column per year. */
export function effectExport({ stationId, years, rows, takenOutGrams, programmes }: EffectReport): Exported {
  const range = `${years[0]?.from ?? ''} til ${years.at(-1)?.to ?? ''}`;
  const columns = [
    { name: 'row', title: 'Effekt' },
    { name: 'unit', title: 'Enhet' },
    ...years.map(({ year, to }) => ({
      name: String(year),
      title: to.endsWith('-12-31') ? `${year}` : `${year} (til ${to})`,
    })),
  ];
  const line = (name: Cell, unit: 'grams' | 'events', values: readonly (number | null)[]): Cell[] => [
    name,
    word(unit),
    ...values.map((value) => (value !== null && unit === 'grams' ? { grams: value } : value)),
  ];
  const lines = [
    ...rows.map(({ code, unit, values }) => line(word(code), unit, values)),
    line(word('taken-out-for-reuse'), 'grams', takenOutGrams),
    ...programmes.map(({ programme, events }) => line(`${programme}: arrangementer`, 'events', events)),
    ...programmes.map(({ programme, grams }) => line(`${programme}: ombrukt`, 'grams', grams)),
  ];
  const effects = { name: 'effect', title: 'Effekter per år', columns, rows: lines };
  const title = `Effekter ${stationId ?? 'alle stasjoner'} ${range}`;
  return {
    name: `effekter-${stationId ?? 'alle'}`,
    title,
    notes: NOTES,
    total: lines.length,
    tables: [effects],
  };
}
