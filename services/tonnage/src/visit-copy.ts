/** A visit's newest fact. */
export interface VisitCopy {
  visitId: string;
  stationId: string;
  containerId: string;
  revision: number;
  /** Null when the fact doesn't say. */
  closedAt: string | null;
  withdrawn: boolean;
}
