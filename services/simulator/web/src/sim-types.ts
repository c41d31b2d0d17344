export interface DoorFaults {
  mute: boolean;
  jammed: boolean;
  refusing: boolean;
  offline: boolean;
  slowMs: number;
  lateAnswerMs: number;
  duplicateResults: boolean;
  answersForOther: boolean;
  queuesOffline: boolean;
}

export interface ScaleFaults {
  offline: boolean;
  stuck: boolean;
  noiseGrams: number;
}

export interface DoorView {
  id: string;
  open: boolean;
  locked: boolean;
  connected: boolean;
  pendingChanges: number;
  faults: DoorFaults;
}

export interface ScaleView {
  id: string;
  shownGrams: number | null;
  connected: boolean;
  pendingReadings: number;
  faults: ScaleFaults;
}

export interface ContainerView {
  id: string;
  name: string;
  stream: string;
  capacityKg: number;
  loadGrams: number;
  peopleGrams: number;
  doors: DoorView[];
  scales: ScaleView[];
}

export interface StationView {
  id: string;
  name: string;
  containers: ContainerView[];
}

export interface TrafficLine {
  id: number;
  at: string;
  direction: 'sent' | 'received';
  topic: string;
  payload: string;
  /** Comes all the time, whatever anybody does. */
  routine: boolean;
}

export interface Thing {
  id: string;
  description: string;
  actions: { id: string; description: string }[];
}

/** What the adapter answered; without a body when the HTTP status isn't 200. */
export interface Answer {
  status: number;
  tookMs: number;
  body?: {
    status: 'SUCCESS' | 'ERROR_PERMANENT' | 'ERROR_TEMPORARY' | 'DENIED';
    endUserMessage?: { text: string; link?: { url: string; name: string } };
    deniedReason?: { code: string; debugMessage: string };
    errorDescription?: { code: string; debugMessage: string };
    errorCategory?: string;
  };
}

/** By station, the hours from before. */
export type HeldHours = Record<string, string>;
