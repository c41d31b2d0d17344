import { alarmWords, sortAlarms } from '../alarms/alarm-words';
import type { AlarmView, DoorView, RegisteredScaleView, StationDay, StationSummary } from '../api-types';
import { closurePeriod, closureScope } from '../closures';
import { scaleContact } from '../devices/device-facts';
import { plural } from '../format/kilos';
import { ago, longDate } from '../format/time';

/** People and doors at once; then what should be looked after; then what is good to know. */
export type Urgency = 'now' | 'soon' | 'note';

/** Something at a station that asks for somebody. */
export interface AttentionItem {
  /** Distinguishes it at its station. */
  key: string;
  urgency: Urgency;
  what: string;
  /** Since when, how many, or what to do. */
  more: string;
  /** Where to look after it. */
  href: string;
  alarm?: true;
}

/** What is known of a station; null where its owner doesn't answer. */
export interface StationParts {
  station: StationSummary;
  alarms: AlarmView[] | null;
  doors: DoorView[] | null;
  scales: RegisteredScaleView[] | null;
  day: StationDay | null;
}

const ORDER: Urgency[] = ['now', 'soon', 'note'];
const NEARLY_FULL_PERCENT = 90;

/** What asks for somebody at a station, most urgent first. */
export function attentionOf(parts: StationParts, now: number): AttentionItem[] {
  const items = [
    ...alarmItems(parts, now),
    ...containerItems(parts),
    ...deviceItems(parts, now),
    ...closureItems(parts, now),
    ...hoursItems(parts),
  ];
  return items.sort((one, other) => ORDER.indexOf(one.urgency) - ORDER.indexOf(other.urgency));
}

/** Sorts stations so that what needs somebody comes first: by their most urgent thing, how many there are, and then the name. */
export function byAttention(one: Ranked, other: Ranked): number {
  const first = ({ items }: Ranked) => (items[0] ? ORDER.indexOf(items[0].urgency) : ORDER.length);
  return first(one) - first(other) || other.items.length - one.items.length || one.name.localeCompare(other.name, 'nb');
}
interface Ranked {
  name: string;
  items: AttentionItem[];
}

/** Alarms of one kind are one thing, since the first of them. */
function alarmItems({ station, alarms }: StationParts, now: number): AttentionItem[] {
  const { standing } = sortAlarms((alarms ?? []).filter(({ stationId }) => stationId === station.id));
  return [...new Set(standing.map(({ kind }) => kind))].map((kind) => {
    const same = standing.filter((alarm) => alarm.kind === kind);
    const { what, todo } = alarmWords(kind);
    const count = same.length > 1 ? ` (${same.length})` : '';
    return {
      ...{ key: kind, alarm: true as const, href: `/drift/${station.id}/alarmer` },
      urgency: kind === 'battery_low' ? ('soon' as const) : ('now' as const),
      what: what + count,
      more: `${ago(same[0]?.since ?? '', now)}. ${todo}`,
    };
  });
}

/** A door whose alarm says why it doesn't open is enough. */
function containerItems({ station, alarms }: StationParts): AttentionItem[] {
  const told = (alarms ?? []).filter(
    ({ kind, clearedAt }) => clearedAt === null && ['silent', 'jammed'].includes(kind),
  );
  const isTold = (id: string) =>
    told.some(({ stationId, containerId }) => stationId === station.id && containerId === id);
  const broken = station.containers.filter(({ id, working }) => !working && !isTold(id)).map(({ name }) => name);
  const href = `/drift/${station.id}/enheter`;
  const why = 'Ingen dør der svarer, eller den er tatt ut av bruk.';
  const item = { key: 'broken', urgency: 'now' as const, href };
  if (broken.length === 1) return [{ ...item, what: `${broken[0]} åpner ikke`, more: why }, ...fullItems(station)];
  if (broken.length === 0) return fullItems(station);
  const more = `${broken.join(' og ')}. ${why}`;
  return [{ ...item, what: `${broken.length} containere åpner ikke`, more }, ...fullItems(station)];
}

function fullItems({ id: stationId, containers }: StationSummary): AttentionItem[] {
  return containers.flatMap(({ id, name, fillPercent }): AttentionItem[] => {
    if (fillPercent === null || fillPercent < NEARLY_FULL_PERCENT) return [];
    const full = fillPercent >= 100 ? 'er full' : 'er snart full';
    const more = `${fillPercent} % siden siste tømming.`;
    return [{ key: `full ${id}`, urgency: 'soon', what: `${name} ${full}`, more, href: `/drift/${stationId}/kilo` }];
  });
}

/** Doors of containers that are told to be out of use aren't told again. */
function deviceItems({ station, doors, scales }: StationParts, now: number): AttentionItem[] {
  const broken = station.containers.filter(({ working }) => !working).map(({ id }) => id);
  const ours = <T extends { stationId: string; containerId: string }>(all: T[] | null) =>
    (all ?? []).filter(({ stationId, containerId }) => stationId === station.id && !broken.includes(containerId));
  const silentDoors = ours(doors).filter(({ alive }) => !alive).length;
  const silentScales = (scales ?? []).filter(
    (scale) => scale.stationId === station.id && scaleContact(scale, now).skin !== 'green',
  ).length;
  const silent = [
    silentDoors > 0 && plural(silentDoors, 'dør', 'dører'),
    silentScales > 0 && plural(silentScales, 'vekt', 'vekter'),
  ].filter((words) => words !== false);
  if (silent.length === 0) return [];
  const effect = silentScales > 0 ? 'Uten vekt blir ingenting veid.' : 'Den åpner ikke før den svarer.';
  const more = `${effect} Sjekk strøm og nett.`;
  const href = `/drift/${station.id}/enheter`;
  return [{ key: 'silent', urgency: 'soon', what: `${silent.join(' og ')} uten kontakt`, more, href }];
}

function closureItems({ station, day }: StationParts, now: number): AttentionItem[] {
  return (day?.closures ?? []).map((closure) => {
    const isNow = Date.parse(closure.from) <= now;
    const scope = closureScope(closure, station.containers);
    return {
      ...{ key: `closure ${closure.id}`, href: `/drift/${station.id}` },
      urgency: isNow ? ('soon' as const) : ('note' as const),
      what: `${isNow ? 'Stengt' : 'Blir stengt'}: ${closure.reason.nb}`,
      more: `${scope}, ${closurePeriod(closure, now)}.`,
    };
  });
}

function hoursItems({ station, day }: StationParts): AttentionItem[] {
  const item = { key: 'hours', urgency: 'soon' as const, href: `/drift/${station.id}/tider` };
  if (day?.hoursEndOn) {
    const what = `Åpningstidene slutter ${longDate(day.hoursEndOn)}`;
    return [{ ...item, what, more: 'Legg inn tidene etter det.' }];
  }
  const hasNoHours = !station.open && station.nextOpening === null && station.reason?.code !== 'closure';
  return hasNoHours ? [{ ...item, what: 'Ingen kommende åpningstid', more: 'Legg inn åpningstider.' }] : [];
}
