import { type StationChanged } from '@selvbetjent/contracts';
import { type StationEntry } from './station-entry';

/** Trosterud as the stations file has it. */
export const TROSTERUD: StationEntry = {
  id: 'trosterud',
  name: 'Trosterud minigjenbruksstasjon',
  district: 'Alna',
  address: 'Trosterudveien, Oslo',
  location: { latitude: 59.9375, longitude: 10.8665 },
  timeZone: 'Europe/Oslo',
  simulated: true,
  help: { phone: '22 00 00 00', text: { nb: 'Ring oss.', en: 'Call us.' } },
  openingHours: [
    { validFrom: '2023-01-16', hours: 'Mo,We 09:00-15:00; Th 11:00-18:00; Fr 11:00-16:00; PH off' },
    { validFrom: '2023-05-02', hours: 'Mo,We,Fr 11:00-16:00; Th 11:00-18:00; PH off' },
  ],
  exceptions: [],
  containers: [
    {
      id: 'ombruk',
      name: 'Ombrukscontainer',
      stream: 'reuse',
      fraction: 'mixed-reuse',
      capacityKg: 1500,
      access: 'self-service',
      doors: [{ id: 'trosterud-ombruk', dialect: 'selvbetjent', exposed: true }],
      scales: [{ id: 'trosterud-ombruk-vekt', dialect: 'selvbetjent', resolutionGrams: 100, maxKg: 3000 }],
    },
  ],
};

export function trosterud(changes: Partial<StationChanged> = {}): StationChanged {
  const { id, ...entry } = structuredClone(TROSTERUD);
  return { ...entry, stationId: id, revision: 1, hoursVersion: 1, closures: [], ...changes };
}
