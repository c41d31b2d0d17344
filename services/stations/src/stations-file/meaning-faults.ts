import { HoursSyntaxError, parseOpeningHours } from '@selvbetjent/opening-hours';
import { type Fault, type Path } from './fault';
import { type StationEntry } from '../domain/station-entry';

/** @returns what the right types don't show: hours that don't parse, an unknown zone, a scale without its topic, two scales below a container. */
export function meaningFaults(entry: StationEntry, path: Path): Fault[] {
  return [
    ...zoneFaults(entry, path),
    ...hoursFaults(entry, path),
    ...topicFaults(entry, path),
    ...scaleFaults(entry, path),
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

function topicFaults(entry: StationEntry, path: Path): Fault[] {
  return entry.containers.flatMap(({ scales }, container) =>
    scales.flatMap(({ dialect, topic }, scale) => {
      const needsTopic = dialect !== 'selvbetjent';
      if (needsTopic === (topic !== undefined)) return [];
      const reason = needsTopic
        ? `a scale of dialect ${dialect} needs its MQTT topic`
        : 'the native dialect has its own topics';
      return [{ path: [...path, 'containers', container, 'scales', scale, 'topic'], reason }];
    }),
  );
}

function scaleFaults(entry: StationEntry, path: Path): Fault[] {
  return entry.containers.flatMap(({ scales }, container) => {
    const [, second] = scales.filter(({ retiredAt }) => retiredAt === undefined);
    if (!second) return [];
    const reason = 'a container has one scale in use; the one that it replaces needs its retiredAt';
    return [{ path: [...path, 'containers', container, 'scales', scales.indexOf(second)], reason }];
  });
}
