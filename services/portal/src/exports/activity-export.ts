import { type ActivityView } from '@selvbetjent/contracts';
import { type Cell, type Column, type Exported } from './table';
import { word } from './words';

const COLUMNS: readonly Column[] = [
  { name: 'activityId', title: 'Id' },
  { name: 'stationId', title: 'Stasjon' },
  { name: 'localDate', title: 'Dato' },
  { name: 'kind', title: 'Slag' },
  { name: 'title', title: 'Tittel' },
  { name: 'place', title: 'Sted' },
  { name: 'programme', title: 'Program' },
  { name: 'residentEvents', title: 'Arrangementer for beboere' },
  { name: 'grams', title: 'Mengde', unit: 'grams' },
  { name: 'visitors', title: 'Besøkende' },
  { name: 'items', title: 'Ting' },
  { name: 'repairedItems', title: 'Reparerte ting' },
  { name: 'helpers', title: 'Hjelpere' },
  { name: 'note', title: 'Merknad' },
  { name: 'cancelled', title: 'Strøket' },
  { name: 'reason', title: 'Grunn' },
];

/** One row per activity, with all its goods added up; of a cancelled one they count for nothing. */
export function activityExport(activities: readonly ActivityView[]): Exported {
  const table = { name: 'activities', title: 'Aktiviteter', columns: COLUMNS, rows: activities.map(cellsOf) };
  const notes = ['Tomt felt: ikke talt. Strøkne aktiviteter teller ikke med i noen rapport.'];
  return { name: 'aktiviteter', title: 'Aktiviteter', notes, total: activities.length, tables: [table] };
}

function cellsOf({ activityId, stationId, activity, cancelled, reason }: ActivityView): Cell[] {
  return [
    activityId,
    stationId,
    { date: activity.localDate },
    word(activity.kind),
    activity.title,
    activity.place,
    activity.programme,
    activity.residentEvents,
    { grams: activity.goods.reduce((sum, { grams }) => sum + grams, 0) },
    activity.visitors,
    activity.items,
    activity.repairedItems,
    activity.helpers,
    activity.note,
    cancelled,
    reason,
  ];
}
