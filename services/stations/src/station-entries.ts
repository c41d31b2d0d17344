import { type StationEntry } from './domain/station-entry';

/** The content of the stations file, as read at start. */
export class StationEntries {
  constructor(readonly all: readonly StationEntry[]) {}
}
