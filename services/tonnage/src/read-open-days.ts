import { Logger } from '@nestjs/common';
import { type StationChanged } from '@selvbetjent/contracts';
import { type OpenDays, openDaysOf } from './domain/open-days';

const logger = new Logger('OpenDays');

/** One station's unreadable hours must not hide everybody's kilos: it then counts as never open. */
export function readOpenDays(station: StationChanged): OpenDays {
  try {
    return openDaysOf(station);
  } catch (error) {
    logger.warn(`The hours of ${station.stationId} cannot be read: ${(error as Error).message}`);
    return () => [];
  }
}
