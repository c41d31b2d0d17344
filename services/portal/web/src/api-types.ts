import type { Routes, Schemas } from './generated/routes';

/** The names that our pages have for what the API takes and answers; the shapes are the API's own. */
type Answer<R extends keyof Routes> = Routes[R]['answer'];
type QueryOf<R extends keyof Routes> = Routes[R] extends { query?: infer Query } ? Query & object : never;

export type AlarmView = Answer<'GET /api/alerts'>[number];
export type AlarmKind = AlarmView['kind'];
export type AttemptView = Schemas['AttemptView'];
export type AuditItem = Schemas['AuditItem'];
export type Calibration = Schemas['Calibration'];
export type CalibrationStep = Schemas['CalibrationStep'];
export type CalibrationPlace = CalibrationStep['place'];
export type DeviceRegistry = Schemas['DeviceRegistry'];
export type DoorView = Schemas['DoorView'];
export type DropOffView = Schemas['DropOffView'];
export type DropOffPage = Answer<'GET /api/drop-offs'>;
export type EntryKind = DropOffView['kind'];
export type Quality = DropOffView['quality'];
export type WasteStream = DropOffView['stream'];
export type HoursVersion = Schemas['HoursVersion'];
export type LocalInterval = Schemas['LocalInterval'];
export type LocalText = Schemas['LocalText'];
export type PoisonReplay = Schemas['PoisonReplay'];
export type PoisonView = Schemas['PoisonView'];
export type RegisteredDoorView = Schemas['RegisteredDoorView'];
export type RegisteredScaleView = Schemas['RegisteredScaleView'];
export type ScaleListening = Schemas['ScaleListening'];
export type ScaleReading = Schemas['ScaleReading'];
export type ImportedStation = Schemas['ImportedStation'];
export type StationsImport = Schemas['StationsImport'];
export type StaffEntry = Schemas['StaffEntry'];

export type Session = Schemas['SessionView'];
export type ContainerStatus = Schemas['ContainerStatus'];
export type StationSummary = Schemas['StationSummary'];
export type StationDetails = Schemas['StationDetails'];
export type StationClosure = Schemas['Closure'];
export type OpeningHours = Schemas['OpeningHoursView'];
export type Schedule = Schemas['ScheduleView'];
export type HistoryPage = Schemas['AuditPage'];
export type HoursPreview = Schemas['PreviewedHours'];
export type HoursException = Schemas['DatedException'];
export type Period = NonNullable<QueryOf<'GET /api/tonnage'>['by']>;

export type HoursChange = Pick<Schemas['ChangeHoursBody'], 'validFrom' | 'hours'>;
/** What every change of hours is saved on, always said by our forms; `confirm` in spite of warnings, by somebody who signed in lately. */
export type HoursSave = Schemas['UndoBody'] & { expectedVersion: number };
/** Local dates, both included, at most 400 days. */
export type PreviewRequest = Schemas['PreviewHoursBody'] & { from: string; to: string };
export type NewException = Schemas['SetExceptionBody'];
export type NewClosure = Schemas['CloseStationBody'];

/** Inclusive local dates; without a station all that the person may see. */
export interface FigureFilter {
  station?: string;
  from: string;
  to: string;
}

/** What staff enter by hand, and where it goes. */
export type EntryRequest =
  | { path: 'drop-offs'; body: Schemas['ManualDropOffBody'] }
  | { path: 'collections'; body: Schemas['CollectionBody'] }
  | { path: 'transfers'; body: Schemas['TransferBody'] }
  | { path: `drop-offs/${string}/corrections`; body: Schemas['CorrectionBody'] };

export type Activity = Schemas['Activity'];
export type ActivityGoods = Activity['goods'][number];
export type ActivityKind = Activity['kind'];
export type ActivityView = Schemas['ActivityView'];
export type AuditFilter = Pick<QueryOf<'GET /api/audit'>, 'station' | 'kind' | 'from' | 'to'>;
export type AuditKind = NonNullable<AuditFilter['kind']>;
export type Completeness = Schemas['Completeness'];
export type FlowFigure = Schemas['FlowFigure'];
export type FlowView = Schemas['FlowView'];
export type Flow = FlowFigure['flow'];
export type Split = NonNullable<FlowView['split']>;
export type People = Schemas['PeopleView'];
export type ScaleAlarmView = Schemas['ScaleAlarmView'];
export type StationDay = Schemas['StationDay'];
export type SystemHealth = Schemas['SystemHealth'];
export type UnmetDemand = Schemas['UnmetDemand'];
export type UnmetDemandHour = UnmetDemand['hours'][number];
export type Use = Schemas['Use'];
export type WeighingView = Schemas['WeighingView'];

/** A page of a list that goes on while `next` isn't null. */
export interface PageOf<T> {
  items: T[];
  next: string | null;
}
