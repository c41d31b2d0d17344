import { type Door, type Scale } from '@selvbetjent/contracts';
import { neededSettings } from '@selvbetjent/devices';
import { HoursSyntaxError, parseOpeningHours } from '@selvbetjent/opening-hours';
import { type Fault, type Path } from './fault';
import { type StationEntry } from '../domain/station-entry';

/**
 * @returns what the right types don't show: hours that don't parse, an unknown zone, a device without what its dialect needs, two scales
 * below a container.
 */
export function meaningFaults(entry: StationEntry, path: Path): Fault[] {
  return [
    ...zoneFaults(entry, path),
    ...hoursFaults(entry, path),
    ...deviceFaults(entry, path),
    ...secondScaleFaults(entry, path),
  ];
}

function zoneFaults({ timeZone }: StationEntry, path: Path): Fault[] {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return [];
  } catch {
    return [{ path: [...path, 'timeZone'], reason: `"${timeZone}" is not a time zone like Europe/Oslo` }];
  }
}

function hoursFaults(entry: StationEntry, path: Path): Fault[] {
  const texts: [string | undefined, Path][] = [
    ...entry.openingHours.map(({ hours }, index): [string, Path] => [hours, ['openingHours', index, 'hours']]),
    [entry.staffedHours, ['staffedHours']],
    ...entry.exceptions.map(({ hours }, index): [string, Path] => [hours, ['exceptions', index, 'hours']]),
    ...entry.containers.map(({ hours }, index): [string | undefined, Path] => [hours, ['containers', index, 'hours']]),
  ];
  return texts.flatMap(([text, at]) => {
    const reason = text === undefined ? null : syntaxFault(text);
    return reason ? [{ path: [...path, ...at], reason }] : [];
  });
}

function syntaxFault(text: string): string | null {
  try {
    parseOpeningHours(text);
    return null;
  } catch (error) {
    if (!(error instanceof HoursSyntaxError)) throw error;
    return `"${text}" can't be read at character ${error.position + 1}: ${error.reasonEn}`;
  }
}

function deviceFaults(entry: StationEntry, path: Path): Fault[] {
  return entry.containers.flatMap(({ scales, doors }, index) => {
    const at = [...path, 'containers', index];
    return [
      ...scales.flatMap((scale, number) => scaleFaults(scale, [...at, 'scales', number])),
      ...doors.flatMap((door, number) => doorFaults(door, [...at, 'doors', number])),
    ];
  });
}

/** What the registry says only for devices that don't say it themselves. */
const SCALE_SETTINGS = ['unit', 'factor', 'offsetGrams', 'settleSeconds', 'field', 'address', 'alias', 'port'] as const;
const EVERY_RELAY = 'Tasmota counts its relays from 1; 0 is all of them, and would open all their doors';
const DOOR_SETTINGS = ['relay', 'contactTopic'] as const;

function scaleFaults(scale: Scale, path: Path): Fault[] {
  const { dialect, topic } = scale;
  if (dialect === 'selvbetjent') return nativeFaults(scale, ['topic', ...SCALE_SETTINGS, 'f0', 'k'], path);
  if (topic === undefined)
    return [{ path: [...path, 'topic'], reason: `a scale of dialect ${dialect} needs its MQTT topic` }];
  const missing = neededSettings(dialect).filter((name) => scale[name] === undefined);
  return missing.map((name) => ({ path: [...path, name], reason: `a scale of dialect ${dialect} needs it` }));
}

function doorFaults(door: Door, path: Path): Fault[] {
  const { dialect, topic, relay } = door;
  if (dialect === 'selvbetjent') return nativeFaults(door, ['topic', ...DOOR_SETTINGS], path);
  const fault = topic === undefined ? 'a door of another make needs its MQTT topic' : doorTopicFault(dialect, topic);
  if (fault) return [{ path: [...path, 'topic'], reason: fault }];
  const isEveryRelay = dialect === 'tasmota' && relay === 0;
  return isEveryRelay ? [{ path: [...path, 'relay'], reason: EVERY_RELAY }] : [];
}

function doorTopicFault(dialect: string, topic: string): string | null {
  if (/[+#]/.test(topic)) return 'a door has one topic, without wildcards';
  const isLock = dialect !== 'esphome' || /^[^/].*\/lock\/[^/]+$/.test(topic);
  return isLock ? null : 'a lock of ESPHome has a topic like <name>/lock/<lock>';
}

function nativeFaults<Device extends object>(device: Device, names: (keyof Device & string)[], path: Path): Fault[] {
  const foreign = names.filter((name) => device[name] !== undefined);
  return foreign.map((name) => ({ path: [...path, name], reason: 'the native dialect says that itself' }));
}

function secondScaleFaults(entry: StationEntry, path: Path): Fault[] {
  return entry.containers.flatMap(({ scales }, container) => {
    const [, second] = scales.filter(({ retiredAt }) => retiredAt === undefined);
    if (!second) return [];
    const reason = 'a container has one scale in use; the one that it replaces needs its retiredAt';
    return [{ path: [...path, 'containers', container, 'scales', scales.indexOf(second)], reason }];
  });
}
