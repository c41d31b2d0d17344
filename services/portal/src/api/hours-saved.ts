import { type StationChanged } from '@selvbetjent/contracts';
import { type Response } from 'express';

/** The answer of every change of hours: all that is in force and coming, with the version to save on as its ETag. */
export function hoursSaved(station: StationChanged, response: Response) {
  const { timeZone, hoursVersion, openingHours, exceptions } = station;
  response.setHeader('ETag', `"${hoursVersion}"`);
  return { timeZone, version: hoursVersion, versions: openingHours, exceptions };
}
