import type {
  AttemptView,
  DoorView,
  DropOffView,
  EntryKind,
  HoursPreview,
  HoursVersion,
  LocalInterval,
  Period,
  Quality,
  Tonnage,
  TonnageRow,
  WasteStream,
} from '@selvbetjent/contracts';

export type {
  AttemptView,
  DoorView,
  DropOffView,
  EntryKind,
  HoursPreview,
  HoursVersion,
  LocalInterval,
  Period,
  Quality,
  WasteStream,
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
  csrfToken?: string | null;
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
  closures: { from: string; until: string | null; reason: LocalText }[];
  holidays: (LocalText & { date: string })[];
}

/** Figures of fewer than five visits are hidden from people without a role. */
export type TonnageFigure = Omit<TonnageRow, 'grams'> & { grams: number | null; suppressed?: boolean };
export type TonnageAnswer = Omit<Tonnage, 'rows'> & { rows: TonnageFigure[] };

export interface DropOffPage {
  items: DropOffView[];
  next: string | null;
}

export interface HoursChange {
  validFrom: string;
  hours: string;
}

export interface NewClosure {
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
