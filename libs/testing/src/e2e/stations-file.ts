/** A stations file with self-service stations of one container, `<id>-dor` and `<id>-vekt`, open as Trosterud is. */
export function stationsFileOf(stationIds: readonly string[]): string {
  const stations = stationIds.map(
    (id) => `
  - id: ${id}
    name: Minigjenbruksstasjon ${id}
    district: Alna
    address: Trosterudveien, Oslo
    location: { latitude: 59.9375, longitude: 10.8665 }
    timeZone: Europe/Oslo
    help: { phone: "22 00 00 00", text: { nb: "Døren kan alltid åpnes innenfra.", en: "The door always opens from inside." } }
    openingHours: [{ validFrom: 2023-05-02, hours: "Mo,We,Fr 11:00-16:00; Th 11:00-18:00; PH off" }]
    containers:
      - id: ombruk
        name: Ombrukscontainer
        stream: reuse
        fraction: mixed-reuse
        capacityKg: 1500
        access: self-service
        doors: [{ id: ${id}-dor, dialect: selvbetjent, exposed: true }]
        scales: [{ id: ${id}-vekt, dialect: selvbetjent, resolutionGrams: 100, maxKg: 3000 }]`,
  );
  return `stations:${stations.join('')}\n`;
}
