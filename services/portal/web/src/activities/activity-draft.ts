import type { Activity, ActivityGoods, ActivityKind } from '../api-types';
import { gramsOfKilos } from '../entries/kilo-text';
import { kilos } from '../format/kilos';

/** Goods as they stand in the fields; without kilos they are left out. */
export interface GoodsDraft extends Omit<ActivityGoods, 'grams'> {
  kilos: string;
}

/** An activity as it stands in the fields; an empty count is one that nobody made. */
export interface ActivityDraft extends Record<CountField, string> {
  localDate: string;
  place: string;
  kind: ActivityKind;
  title: string;
  goods: GoodsDraft[];
  programme: string;
  note: string;
}

export type CountField = 'residentEvents' | 'visitors' | 'items' | 'repairedItems' | 'helpers';
export interface ActivityFault {
  /** The `name` of the field that it is about. */
  field: string;
  text: string;
}

const COUNTS: Record<CountField, number> = {
  residentEvents: 10_000,
  visitors: 10_000_000,
  items: 10_000_000,
  repairedItems: 10_000_000,
  helpers: 10_000_000,
};
const PROGRAMME = /^[a-z0-9][a-z0-9-]{0,39}$/;

export function emptyGoods(): GoodsDraft {
  return { stream: 'reuse', fraction: 'mixed-reuse', kilos: '', method: 'weighed', origin: 'household' };
}

export function emptyDraft(today: string): ActivityDraft {
  return {
    ...{ localDate: today, place: '', kind: 'market', title: '', goods: [emptyGoods()], programme: '', note: '' },
    ...{ residentEvents: '1', visitors: '', items: '', repairedItems: '', helpers: '' },
  };
}

export function draftOf(activity: Activity): ActivityDraft {
  const { localDate, place, kind, title, programme, note } = activity;
  const text = (field: CountField) => activity[field]?.toString() ?? '';
  return {
    ...{ localDate, place, kind, title, programme: programme ?? '', note: note ?? '' },
    goods: activity.goods.map(({ grams, ...goods }) => ({ ...goods, kilos: kilos(grams).replace(/\s/g, '') })),
    ...{ residentEvents: text('residentEvents'), visitors: text('visitors'), items: text('items') },
    ...{ repairedItems: text('repairedItems'), helpers: text('helpers') },
  };
}

/** @returns the first thing to put right, in the order of the fields; null when it can be sent */
export function activityFault(draft: ActivityDraft, today: string): ActivityFault | null {
  if (draft.title.trim() === '') return { field: 'title', text: 'Skriv hva det var.' };
  if (draft.localDate === '') return { field: 'localDate', text: 'Oppgi dagen.' };
  if (draft.localDate > today)
    return { field: 'localDate', text: 'Før det når det har vært. Dagen er ikke kommet ennå.' };
  if (draft.place.trim() === '') return { field: 'place', text: 'Skriv hvor det var.' };
  return goodsFault(draft) ?? countFault(draft) ?? programmeFault(draft);
}

function goodsFault({ goods }: ActivityDraft): ActivityFault | null {
  for (const [index, { kilos: text, fraction }] of goods.entries()) {
    if (text.trim() === '') continue;
    if (gramsOfKilos(text) === null)
      return { field: `kilos-${index}`, text: 'Skriv kilo som et tall, for eksempel 12,3.' };
    if (fraction.trim() === '') return { field: `fraction-${index}`, text: 'Skriv hva slags ting det var.' };
  }
  return null;
}

function countFault(draft: ActivityDraft): ActivityFault | null {
  const fields = Object.keys(COUNTS) as CountField[];
  const wrong = fields.find((field) => countOf(draft[field], COUNTS[field]) === 'wrong');
  return wrong ? { field: wrong, text: 'Skriv antallet som et helt tall, eller la feltet stå tomt.' } : null;
}

function programmeFault({ programme }: ActivityDraft): ActivityFault | null {
  if (programme.trim() === '' || PROGRAMME.test(programme.trim())) return null;
  return { field: 'programme', text: 'Skriv programmet med små bokstaver (a–z), tall og bindestrek.' };
}

/** What is sent; only of a draft without faults. */
export function activityOf(draft: ActivityDraft): Activity {
  const { localDate, kind, goods } = draft;
  const count = (field: CountField) => Number(countOf(draft[field], COUNTS[field]) ?? 0);
  const maybe = (field: CountField) => (draft[field].trim() === '' ? null : count(field));
  return {
    ...{ localDate, kind, place: draft.place.trim(), title: draft.title.trim() },
    goods: goods.flatMap(({ kilos: text, fraction, ...rest }) => {
      const grams = gramsOfKilos(text);
      return grams === null ? [] : [{ ...rest, fraction: fraction.trim(), grams }];
    }),
    residentEvents: count('residentEvents'),
    ...{ visitors: maybe('visitors'), items: maybe('items') },
    ...{ repairedItems: maybe('repairedItems'), helpers: maybe('helpers') },
    programme: draft.programme.trim() || null,
    note: draft.note.trim() || null,
  };
}

/** A whole number from 0; null when nothing is written. */
function countOf(text: string, most: number): number | null | 'wrong' {
  const plain = text.replace(/[\s\u00a0]/g, '');
  if (plain === '') return null;
  return /^\d{1,8}$/.test(plain) && Number(plain) <= most ? Number(plain) : 'wrong';
}
