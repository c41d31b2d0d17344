import { type StationChanged } from '@selvbetjent/contracts';
import { isScalar, type Pair, stringify } from 'yaml';
import { entryOf } from '../domain/station-entry';

/** The order in which people read a station; what isn't named comes last. */
const ORDER = [
  ...[
    'id',
    'validFrom',
    'date',
    'at',
    'by',
    'name',
    'district',
    'address',
    'location',
    'locations',
    'latitude',
    'longitude',
  ],
  ...[
    'timeZone',
    'simulated',
    'retiredAt',
    'help',
    'phone',
    'text',
    'nb',
    'en',
    'openingHours',
    'staffedHours',
    'exceptions',
  ],
  ...['stream', 'fraction', 'capacityKg', 'access', 'hours', 'reason', 'dialect', 'topic', 'exposed', 'insideHandle'],
  ...['resolutionGrams', 'maxKg', 'containers', 'doors', 'scales'],
];

/** @returns the stations as YAML that `parseStationsFile` reads back as it was. */
export function writeStationsFile(stations: readonly StationChanged[]): string {
  const content: unknown = JSON.parse(JSON.stringify({ stations: stations.map(entryOf) }));
  const sortMapEntries = (one: Pair, other: Pair): number => rank(one) - rank(other);
  return stringify(content, { lineWidth: 0, aliasDuplicateObjects: false, sortMapEntries });
}

function rank({ key }: Pair): number {
  const index = ORDER.indexOf(String(isScalar(key) ? key.value : key));
  return index < 0 ? ORDER.length : index;
}
