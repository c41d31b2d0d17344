import { scaleContact } from '../devices/device-facts';
import { attentionOf, type AttentionItem, type StationParts } from '../overview/attention';

/** How many of a station's devices speak. */
export interface Online {
  alive: number;
  total: number;
}

/** A station's technical state in one line; null where nobody can tell now. */
export interface StationHealth {
  id: string;
  name: string;
  open: boolean;
  doors: Online | null;
  scales: Online | null;
  /** Of the device that has been silent longest: an instant, `never`, or null while all speak. */
  silentSince: string | null;
  /** Since when the doors obey hours that nobody has confirmed; null while all are confirmed. */
  hoursUnconfirmedSince: string | null;
  alarms: number | null;
  /** Readings that the scales skipped and that are still missing. */
  missing: number | null;
  items: AttentionItem[];
  needsAttention: boolean;
}

export function stationHealth(parts: StationParts, now: number): StationHealth {
  const { station, alarms } = parts;
  const ours = <T extends { stationId: string }>(all: T[] | null) =>
    all?.filter(({ stationId }) => stationId === station.id) ?? null;
  const [doors, scales] = [ours(parts.doors), ours(parts.scales)];
  const speaking = scales?.filter((scale) => scaleContact(scale, now).skin === 'green');
  const silent = [
    ...(doors?.filter(({ alive }) => !alive) ?? []),
    ...(scales?.filter((scale) => !speaking?.includes(scale)) ?? []),
  ];
  const missing = scales?.reduce((sum, scale) => sum + scale.missing, 0) ?? null;
  const items = attentionOf(parts, now);
  const { id, name, open } = station;
  return {
    ...{ id, name, open, missing, items },
    doors: doors && { alive: doors.filter(({ alive }) => alive).length, total: doors.length },
    scales: scales && { alive: speaking?.length ?? 0, total: scales.length },
    silentSince: oldest(silent.map(({ lastSeenAt }) => lastSeenAt ?? 'never')),
    hoursUnconfirmedSince: oldest(doors?.flatMap((door) => door.hoursUnconfirmedSince ?? []) ?? []),
    alarms: ours(alarms)?.filter(({ clearedAt }) => clearedAt === null).length ?? null,
    needsAttention: items.some(({ urgency }) => urgency !== 'note') || (missing ?? 0) > 0,
  };
}

/** Never is longest ago. */
function oldest(instants: readonly string[]): string | null {
  if (instants.includes('never')) return 'never';
  return [...instants].sort((one, other) => Date.parse(one) - Date.parse(other))[0] ?? null;
}

const SERVICES: Record<string, string> = {
  access: 'Dører',
  stations: 'Stasjoner og tider',
  dropoffs: 'Vekter og vektbok',
  tonnage: 'Tall',
  portal: 'Nettsidene',
};

export interface ServiceState {
  name: string;
  words: string;
  isWell: boolean;
}

/** What each service says of itself, in words; a service or fault that we have no words for keeps its own. */
export function serviceStates(services: Record<string, string>): ServiceState[] {
  return Object.entries(services).map(([id, state]) => ({
    name: SERVICES[id] ?? id,
    words: serviceWords(state),
    isWell: state === 'ok',
  }));
}

/** More are counted. */
const MOST_NAMED = 3;

/** Whether all is well, in a sentence; where a part is silent nobody can say that it is. */
export function healthVerdict(
  services: Record<string, string>,
  stations: readonly Pick<StationHealth, 'name' | 'needsAttention'>[],
  isPartSilent: boolean,
): string {
  const ailing = serviceStates(services).filter(({ isWell }) => !isWell);
  const needing = stations.filter(({ needsAttention }) => needsAttention);
  const names = listed(needing);
  const faults = [
    ...(ailing.length > 0 ? [`${listed(ailing)} er ikke i orden.`] : []),
    ...(needing.length > 0
      ? [`${needing.length > MOST_NAMED ? `${needing.length} stasjoner` : names} trenger noe.`]
      : []),
    ...(isPartSilent ? ['Vi får ikke svar om alt, så det kan være mer.'] : []),
  ];
  return faults.length > 0 ? faults.join(' ') : 'Alt er i orden: tjenestene svarer, og ingen stasjon trenger noe.';
}

const LIST = new Intl.ListFormat('nb-NO');

/** `A, B og C` */
function listed(all: readonly { name: string }[]): string {
  return LIST.format(all.map(({ name }) => name));
}

function serviceWords(state: string): string {
  if (state === 'ok') return 'I orden';
  return state === 'does not answer' ? 'Svarer ikke' : `Feil: ${state}`;
}
