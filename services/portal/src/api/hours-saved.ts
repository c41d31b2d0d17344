import { type HoursException, type HoursVersion, type StationChanged } from '@selvbetjent/contracts';
import { type Response } from 'express';

/** The answer of every change of hours: all that is in force and coming, with the version to save on as its ETag. */
export interface HoursSaved {
  timeZone: string;
  version: number;
  versions: HoursVersion[];
  exceptions: HoursException[];
}

export function hoursSaved(station: StationChanged, response: Response): HoursSaved {
  const { timeZone, hoursVersion, openingHours, exceptions } = station;
  response.setHeader('ETag', `"${hoursVersion}"`);
  return { timeZone, version: hoursVersion, versions: openingHours, exceptions };
}
