import { type VisitTimes } from './weigh-visits';

/** What a visit's newest fact says; times are null where it doesn't speak of them. */
export interface VisitNews {
  visitId: string;
  stationId: string;
  containerId: string;
  revision: number;
  openedAt: Date | null;
  closedAt: Date | null;
  closedBy: VisitTimes['closedBy'];
  withdrawn: boolean;
}
