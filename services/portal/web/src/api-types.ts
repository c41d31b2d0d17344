import type {
  Activity,
  ActivityGoods,
  ActivityKind,
  ActivityView,
  AlarmKind,
  AlarmView,
  AttemptView,
  AuditItem,
  AuditKind,
  Calibration,
  CalibrationPlace,
  CalibrationStep,
  Completeness,
  DeniedAttempts,
  DeviceRegistry,
  DoorView,
  DropOffView,
  EntryKind,
  Flow,
  HoursPreview as PreviewOfStations,
  HoursVersion,
  LocalInterval,
  Period,
  PoisonReplay,
  PoisonView,
  Quality,
  RegisteredDoorView,
  RegisteredScaleView,
  ScaleAlarmKind,
  ScaleListening,
  ScaleAlarmView,
  ScaleReading,
  Split,
  StaffEntry,
  Tonnage,
  TonnageRow,
  UnmetDemand,
  UnmetDemandHour,
  Use,
  WasteStream,
  WeighingView,
} from '@selvbetjent/contracts';

export type {
  Activity,
  ActivityGoods,
  ActivityKind,
  ActivityView,
  AlarmKind,
  AlarmView,
  AttemptView,
  AuditItem,
  AuditKind,
  Calibration,
  CalibrationPlace,
  CalibrationStep,
  Completeness,
  DeviceRegistry,
  DoorView,
  DropOffView,
  EntryKind,
  Flow,
  HoursVersion,
  LocalInterval,
  Period,
  PoisonReplay,
  PoisonView,
  Quality,
  RegisteredDoorView,
  RegisteredScaleView,
  ScaleAlarmKind,
  ScaleListening,
  ScaleAlarmView,
  ScaleReading,
  Split,
  StaffEntry,
  UnmetDemand,
  UnmetDemandHour,
  Use,
  WasteStream,
  WeighingView,
};

/** A text in Norwegian and English. */
export interface LocalText {
  nb: string;
  en: string;
}

export interface Session {
  signedIn: boolean;
  name?: string | null;
  roles: string[];
  /** Station ids, or `*` for all. */
  stations: string[];
  /** When the password was last asked for. */
  signedInAt?: string | null;
  csrfToken?: string | null;
}

/** Who signed in lately, and what they may do. */
export interface Person {
  name: string;
  roles: string[];
  /** Station ids, or `*` for all. */
  stations: string[];
  lastSignedInAt: string;
  signedIn: boolean;
}
export interface People {
  /** Days after the last sign-in until a person is forgotten. */
  keptDays: number;
  people: Person[];
}

/** What each service says of itself: `ok`, or what is wrong. */
export interface SystemHealth {
  status: string;
  services: Record<string, string>;
}

export interface ContainerStatus {
  id: string;
  name: string;
  stream: WasteStream;
  /** By the ledger since the last emptying, 0–100 or more; null when nobody knows. */
  fillPercent: number | null;
  working: boolean;
}

/** What residents see of a station. `open` speaks of hours and closures only. */
export interface StationSummary {
  id: string;
  name: string;
  district: string;
  location: { latitude: number; longitude: number };
  open: boolean;
  /** Instant of the next change while open; null when none is known. */
  until: string | null;
  reason: (LocalText & { code: string }) | null;
  /** Instant; null when there is none in 366 days. */
  nextOpening: string | null;
  containers: ContainerStatus[];
}

/** Half-open [from, until); `until` null is until further notice, `containers` null is the whole station. */
export interface StationClosure {
  id: string;
  from: string;
  until: string | null;
  containers: string[] | null;
  appliesTo: 'residents' | 'everyone';
  reason: LocalText;
}

export interface StationDetails extends StationSummary {
  address: string;
  help: { phone: string; text: LocalText };
  openingHours: HoursVersion[];
  /** What an editor must have seen to save. */
  hoursVersion: number;
  closures: StationClosure[];
}

/** Intervals are instants, half-open; dates are the station's. */
export interface OpeningHours {
  timeZone: string;
  version: number;
  versions: HoursVersion[];
  intervals: LocalInterval[];
  /** Of the whole station where `containers` is null. They are taken out of the intervals. */
  closures: { from: string; until: string | null; reason: LocalText; containers?: string[] | null }[];
  holidays: (LocalText & { date: string })[];
}

/** Figures of fewer than five visits are hidden from people without a role. */
export type TonnageFigure = Omit<TonnageRow, 'grams'> & { grams: number | null; suppressed?: boolean };
export type TonnageAnswer = Omit<Tonnage, 'rows'> & { rows: TonnageFigure[] };

/** One figure as the dashboard shows and exports it. */
export interface FlowFigure {
  part: 'total' | 'period' | 'split';
  /** The period, or the station, fraction, method or origin; '' of the total. */
  key: string;
  flow: Flow;
  grams: number;
  uncertainGrams: number;
  correctedGrams: number;
  /** Null when nothing is compared, or nothing is known to compare with. */
  before: { key: string; grams: number; differenceGrams: number; percent: number | null } | null;
}

/** Local dates, both included. */
export interface FlowView {
  from: string;
  to: string;
  by: Period;
  split: Split | null;
  flows: Flow[];
  periods: { key: string; from: string; to: string }[];
  figures: FlowFigure[];
  complete: Completeness;
  against: { from: string; to: string; known: boolean; complete: Completeness } | null;
}

export interface DropOffPage {
  items: DropOffView[];
  next: string | null;
}

export interface HoursChange {
  validFrom: string;
  hours: string;
}

/** What every change of hours is saved on; `confirm` in spite of warnings, by somebody who signed in lately. */
export interface HoursSave {
  expectedVersion: number;
  confirm?: boolean;
}

/** Local dates, both included, at most 400 days. */
export interface PreviewRequest extends HoursChange {
  exceptions?: { date: string; hours: string }[];
  from: string;
  to: string;
}

/** `deniedAttempts` is null while nobody knows. */
export type HoursPreview = PreviewOfStations & { deniedAttempts: DeniedAttempts | null };

/** A date with hours of its own, `off` for closed. */
export interface HoursException {
  date: string;
  hours: string;
  reason: LocalText | null;
}
export type NewException = HoursException;

export interface Schedule {
  stationId: string;
  timeZone: string;
  hoursVersion: number;
  versions: HoursVersion[];
  staffedHours: string | null;
  exceptions: HoursException[];
  /** Running, planned, and ended in the last 60 days. */
  closures: StationClosure[];
  containers: { id: string; name: string; access: string; hours: string | null }[];
}

export interface HistoryPage {
  items: AuditItem[];
  next: string | null;
}

/** `from` absent: now; `until` absent: until further notice; `containers` absent: the whole station. */
export interface NewClosure {
  from?: string;
  until?: string;
  containers?: string[];
  appliesTo: 'residents' | 'everyone';
  reason: LocalText;
}

/** Inclusive local dates; without a station all that the person may see. */
export interface FigureFilter {
  station?: string;
  from: string;
  to: string;
}

/** What staff enter by hand; grams are positive integers, only needed where no scale measured it. */
export interface NewEntry {
  stationId: string;
  containerId: string;
  at: string;
  reason: string;
  grams?: number;
  stream?: WasteStream;
  /** The measured row that it is, where several could be meant. */
  dropOffId?: string;
  preview?: true;
}
export interface NewTransfer extends Pick<NewEntry, 'at' | 'reason' | 'grams' | 'preview'> {
  from: { stationId: string; containerId: string };
  to: { stationId: string; containerId: string };
}
/** What a row really was: signed integer grams, + into the container. */
export interface NewCorrection extends Pick<NewEntry, 'reason' | 'grams' | 'stream' | 'preview'> {
  fraction?: string;
}
export type EntryRequest =
  | { path: 'drop-offs' | 'collections'; body: NewEntry }
  | { path: 'transfers'; body: NewTransfer }
  | { path: `drop-offs/${string}/corrections`; body: NewCorrection };

/** A station's day so far; what isn't known now is null. */
export interface StationDay {
  stationId: string;
  /** The station's local date. */
  date: string;
  /** In force, or beginning within a week. */
  closures: StationClosure[];
  /** Last date with opening hours, when none follow. */
  hoursEndOn: string | null;
  kilos: { delivered: { stream: WasteStream; grams: number }[]; takenOutGrams: number; uncertainGrams: number } | null;
  use: { visits: number; unlocked: number; denied: number; failed: number } | null;
}

/** A page of a list that goes on while `next` isn't null. */
export interface PageOf<T> {
  items: T[];
  next: string | null;
}

/** `from` and `to` are local dates, both included. */
export interface AuditFilter {
  station?: string;
  kind?: AuditKind;
  from?: string;
  to?: string;
}
