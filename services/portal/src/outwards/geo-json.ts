import { type StationChanged } from '@selvbetjent/contracts';
import { type FeatureCollection, type Point } from 'geojson';
import { stationSummary } from '../domain/station-view';

const NOBODY_ASKED = { levels: null, doors: null };

/** The stations as GeoJSON (RFC 7946): longitude before latitude. */
export function geoJsonOf(stations: readonly StationChanged[], now: Date, publicUrl: string): FeatureCollection<Point> {
  return {
    type: 'FeatureCollection',
    features: stations.map((station) => {
      const { id, name, district, open, until, reason, nextOpening } = stationSummary(station, now, NOBODY_ASKED);
      const { latitude, longitude } = station.location;
      const { address } = station;
      const state = { open, until, reason, nextOpening };
      return {
        ...{ type: 'Feature' as const, id },
        geometry: { type: 'Point', coordinates: [longitude, latitude] },
        properties: { name, district, address, ...state, url: `${publicUrl}/stasjon/${id}` },
      };
    }),
  };
}
