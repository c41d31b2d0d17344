/** Trosterud's, in the syntax of OpenStreetMap. */
export const TROSTERUD_HOURS = 'Mo,We,Fr 11:00-16:00; Th 11:00-18:00; PH off';

/** A stations file with self-service stations of one container, `<id>-dor` and `<id>-vekt`, all with these hours. */
export function stationsFileOf(stationIds: readonly string[], hours = TROSTERUD_HOURS): string {
  return `stations:${stationIds.map((id) => stationOf(id, hours)).join('')}\n`;
}

/** One of its stations, from the line break before it; more of the station's own fields may follow. */
export function stationOf(id: string, hours: string): string {
  return `
  - id: ${id}
    name: Minigjenbruksstasjon ${id}
    district: Alna
    address: Trosterudveien, Oslo
    location: { latitude: 59.9375, longitude: 10.8665 }
    timeZone: Europe/Oslo
    help: { phone: "22 00 00 00", text: { nb: "Døren kan alltid åpnes innenfra.", en: "The door always opens from inside." } }
    openingHours: [{ validFrom: 2023-05-02, hours: "${hours}" }]
    containers:
      - id: ombruk
        name: Ombrukscontainer
        stream: reuse
        fraction: mixed-reuse
        capacityKg: 1500
        access: self-service
        doors: [{ id: ${id}-dor, dialect: selvbetjent, exposed: true }]
        scales: [{ id: ${id}-vekt, dialect: selvbetjent, resolutionGrams: 100, maxKg: 3000 }]`;
}
