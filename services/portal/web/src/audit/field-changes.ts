import type { WasteStream } from '../api-types';
import { fractionName } from '../format/fractions';
import { count } from '../format/kilos';
import { dateAndClock, longDate } from '../format/time';
import { STREAM_NAMES } from '../format/words';
import { hoursInWords } from '../hours/read-hours';

/** One thing that became another; null where there was or is nothing. */
export interface FieldChange {
  what: string;
  before: string | null;
  after: string | null;
}

type Part = Record<string, unknown>;
type Tell = (value: unknown, now: number) => string;

const NAMES: Record<string, string> = {
  name: 'navn',
  district: 'bydel',
  address: 'adresse',
  location: 'plassering',
  locations: 'planlagte plasseringer',
  latitude: 'bredde',
  longitude: 'lengde',
  help: 'hjelp',
  phone: 'telefon',
  text: 'tekst',
  nb: 'norsk',
  en: 'engelsk',
  simulated: 'simulert',
  timeZone: 'tidssone',
  staffedHours: 'betjent tid',
  retiredAt: 'tatt ut av bruk',
  containers: 'container',
  stream: 'går til',
  fraction: 'avfallstype',
  capacityKg: 'plass',
  access: 'adgang',
  hours: 'egne tider',
  doors: 'dør',
  scales: 'vekt',
  dialect: 'type',
  topic: 'MQTT-emne',
  relay: 'relé',
  contactTopic: 'MQTT-emne for bladet',
  exposed: 'kan åpnes fra Oslonøkkelen',
  insideHandle: 'innvendig håndtak sjekket',
  at: 'når',
  by: 'av',
  resolutionGrams: 'trinn',
  maxKg: 'tåler',
  settleSeconds: 'ro før veiing',
  unit: 'enhet',
  factor: 'faktor',
  offsetGrams: 'forskyvning',
};
const ACCESS: Record<string, string> = { 'self-service': 'selvbetjent', staffed: 'bare betjent', closed: 'stengt' };
const instant: Tell = (value, now) => dateAndClock(String(value), now);
const hours: Tell = (value) => hoursInWords(String(value));
const unit =
  (name: string): Tell =>
  (value) =>
    `${count(Number(value))} ${name}`;
const TELL: Record<string, Tell> = {
  stream: (value) => STREAM_NAMES[value as WasteStream] ?? String(value),
  fraction: (value) => fractionName(String(value)),
  access: (value) => ACCESS[String(value)] ?? String(value),
  staffedHours: hours,
  hours,
  retiredAt: instant,
  at: instant,
  validFrom: (value) => longDate(String(value)),
  ...{ capacityKg: unit('kg'), maxKg: unit('kg') },
  ...{ resolutionGrams: unit('gram'), offsetGrams: unit('gram'), settleSeconds: unit('sekunder') },
};
/** They name what a line is about, and say nothing by themselves. */
const SILENT = ['id', 'name'];

/** What became of a station's fields, one line for each that differs; parts of lists are known again by their ids. */
export function fieldChanges(before: Part, after: Part, now: number): FieldChange[] {
  return changesOf([], { was: before, is: after }, now);
}

function changesOf(path: string[], { was, is }: { was: unknown; is: unknown }, now: number): FieldChange[] {
  if (isParts(was) || isParts(is)) return listChanges(path, { was: partsOf(was), is: partsOf(is) }, now);
  if (isPart(was) && isPart(is)) {
    const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])];
    return keys.flatMap((key) => changesOf([...path, key], { was: was[key], is: is[key] }, now));
  }
  const [old, fresh] = [was, is].map((value) => tell(path.at(-1) ?? '', value, now));
  if (old === fresh) return [];
  return [{ what: titleOf(path), before: old ?? null, after: fresh ?? null }];
}

function listChanges(path: string[], { was, is }: { was: Part[]; is: Part[] }, now: number): FieldChange[] {
  const keys = [...new Set([...was, ...is].map(keyOf))];
  return keys.flatMap((key) => {
    const [old, fresh] = [was, is].map((list) => list.find((one) => keyOf(one) === key));
    const named = [...path.slice(0, -1), `${nameOf(path.at(-1) ?? '')} ${labelOf(fresh ?? old ?? {}, now)}`];
    if (old && fresh) return changesOf(named, { was: old, is: fresh }, now);
    const text = (one: Part | undefined) => (one ? tell('', one, now) || 'er der' : null);
    return [{ what: titleOf(named), before: text(old) ?? null, after: text(fresh) ?? null }];
  });
}

/** `Container Ombrukscontainer, plass` */
function titleOf(path: readonly string[]): string {
  const title = path.map(nameOf).join(', ');
  return title.charAt(0).toUpperCase() + title.slice(1);
}

function nameOf(field: string): string {
  return NAMES[field] ?? field;
}

function keyOf(part: Part): string {
  return String(part['id'] ?? part['validFrom'] ?? part['date'] ?? JSON.stringify(part));
}

function labelOf(part: Part, now: number): string {
  const { id, name, validFrom } = part;
  return String(name ?? id ?? (validFrom ? `fra ${tell('validFrom', validFrom, now)}` : ''));
}

/** A value in words; undefined where there is none. */
function tell(field: string, value: unknown, now: number): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'boolean') return value ? 'ja' : 'nei';
  if (isParts(value)) return value.map((one) => labelOf(one, now)).join(', ') || 'ingen';
  if (Array.isArray(value)) return value.map((one) => tell(field, one, now)).join(', ') || 'ingen';
  if (isPart(value))
    return Object.entries(value)
      .filter(([key]) => !SILENT.includes(key))
      .flatMap(([key, one]) => (tell(key, one, now) === undefined ? [] : [`${nameOf(key)}: ${tell(key, one, now)}`]))
      .join(', ');
  return TELL[field]?.(value, now) ?? String(value);
}

function isPart(value: unknown): value is Part {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isParts(value: unknown): value is Part[] {
  return Array.isArray(value) && value.length > 0 && value.every(isPart);
}

function partsOf(value: unknown): Part[] {
  return isParts(value) ? value : [];
}
