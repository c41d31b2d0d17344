import type { EntryKind, Quality, StationSummary, WasteStream } from '../api-types';
import { KIND_NAMES, QUALITY_NAMES, STREAM_NAMES } from '../format/words';
import { containerName, stationName } from '../names';
import { partName, SPLIT_NAMES } from './flow-words';

export interface RowCondition {
  /** What is asked about, as in the headings of the rows' table. */
  name: string;
  words: string;
}

/** What rows a query of the ledger asks for, beside their dates and flow, in words; what has none keeps its letters. */
export function rowConditions(asked: URLSearchParams, stations: StationSummary[]): RowCondition[] {
  const stationIds = asked.getAll('station');
  const inStation = (containerId: string) =>
    stationIds.length === 1 ? containerName(stations, { stationId: stationIds[0] ?? '', containerId }) : containerId;
  const told: [parameter: string, name: string, wordsOf: (value: string) => string][] = [
    ['container', 'Container', inStation],
    ['kind', 'Hva', (kind) => KIND_NAMES[kind as EntryKind] ?? kind],
    ['quality', 'Kvalitet', (quality) => QUALITY_NAMES[quality as Quality] ?? quality],
    ['stream', 'Går til', (stream) => STREAM_NAMES[stream as WasteStream] ?? stream],
    ...(['fraction', 'method', 'origin'] as const).map((split): [string, string, (value: string) => string] => [
      split,
      SPLIT_NAMES[split],
      (value) => partName(split, value, String),
    ]),
  ];
  const named = stationIds.map((stationId) => stationName(stations, { stationId })).join(', ');
  return [
    ...(named === '' ? [] : [{ name: stationIds.length === 1 ? 'Stasjon' : 'Stasjoner', words: named }]),
    ...told.flatMap(([parameter, name, wordsOf]) => {
      const values = asked.getAll(parameter);
      return values.length === 0 ? [] : [{ name, words: values.map(wordsOf).join(', ') }];
    }),
  ];
}
