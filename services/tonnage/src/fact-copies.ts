import {
  type AttemptRefused,
  type DoorUnlocked,
  type VisitClosed,
  type VisitOpened,
  type VisitWithdrawn,
} from '@selvbetjent/contracts';

/** A visit as one fact tells it; the fact with the highest revision is right, whichever came first. */
export interface VisitCopy {
  visitId: string;
  stationId: string;
  containerId: string;
  revision: number;
  /** ISO instants; null when there is none, or the visit was withdrawn. */
  openedAt: string | null;
  closedAt: string | null;
  withdrawn: boolean;
}

/** An attempt as its end tells it. */
export interface AttemptCopy {
  attemptId: string;
  stationId: string;
  containerId: string;
  revision: number;
  at: string;
  ending: 'unlocked' | 'denied' | 'expired' | 'failed' | 'unknown';
  /** Empty when it unlocked. */
  reason: string;
}

export function copyOfOpened({ visitId, stationId, containerId, revision, openedAt }: VisitOpened): VisitCopy {
  return { visitId, stationId, containerId, revision, openedAt, closedAt: null, withdrawn: false };
}

export function copyOfClosed({
  visitId,
  stationId,
  containerId,
  revision,
  openedAt,
  closedAt,
}: VisitClosed): VisitCopy {
  return { visitId, stationId, containerId, revision, openedAt, closedAt, withdrawn: false };
}

export function copyOfWithdrawn({ visitId, stationId, containerId, revision }: VisitWithdrawn): VisitCopy {
  return { visitId, stationId, containerId, revision, openedAt: null, closedAt: null, withdrawn: true };
}

export function copyOfUnlocked({ attemptId, stationId, containerId, revision, at }: DoorUnlocked): AttemptCopy {
  return { attemptId, stationId, containerId, revision, at, ending: 'unlocked', reason: '' };
}

export function copyOfRefused(refused: AttemptRefused): AttemptCopy {
  const { attemptId, stationId, containerId, revision, at, ending, reason } = refused;
  return { attemptId, stationId, containerId, revision, at, ending, reason };
}
