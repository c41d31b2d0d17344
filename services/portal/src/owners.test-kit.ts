import {
  CancelActivity,
  ChangeOpeningHours,
  ChangeStation,
  CloseStation,
  type ContractClass,
  CorrectActivity,
  CorrectDropOff,
  CountDeniedAttempts,
  CountDropOffs,
  CreateStation,
  denied,
  EndClosure,
  ExportStations,
  GetSentReport,
  ImportHistory,
  ImportStations,
  ListActivities,
  ListAlarms,
  ListAttempts,
  ListAudit,
  ListCalibrations,
  ListDoors,
  ListDropOffs,
  ListHistory,
  ListLevels,
  ListPoison,
  ListScaleAlarms,
  ListScaleDevices,
  ListScaleReadings,
  ListUnmetDemand,
  ListSentReports,
  ListStations,
  ListVisits,
  MakeDeviceKey,
  ok,
  type Outcome,
  PreviewOpeningHours,
  QueryEffect,
  QueryFlows,
  QueryTonnage,
  QueryUse,
  QueryYearReport,
  RecordActivity,
  RecordCalibration,
  RecordCollection,
  RecordHandleCheck,
  RecordManualDropOff,
  RecordTransfer,
  RemoveException,
  ReplayPoison,
  requestSubject,
  RevokeDeviceKey,
  SendYearReport,
  SetException,
  ShowWeighing,
  StageHistory,
  type StationChanged,
  UndoHoursChange,
  UploadReadings,
  WithdrawOpeningHours,
} from '@selvbetjent/contracts';
import { connect, JSONCodec, type NatsConnection, type Subscription } from 'nats';

type Body = Record<string, unknown>;
type Reply = (body: Body) => Outcome<unknown>;

export const STATION: StationChanged = {
  ...{ stationId: 'trosterud', revision: 3, hoursVersion: 2, simulated: false, timeZone: 'Europe/Oslo' },
  ...{ name: 'Trosterud', district: 'Alna', address: 'Låven', location: { latitude: 59.9, longitude: 10.8 } },
  help: { phone: '22 00 00 00', text: { nb: 'Ring', en: 'Call' } },
  openingHours: [{ validFrom: '2026-01-01', hours: 'Mo,We,Fr 11:00-16:00; PH off' }],
  ...{ exceptions: [], closures: [], containers: [] },
};
export const CLOSURE_ID = '5f0c4f0e-6c37-4a2b-9d0c-0d4a2a6f1c11';
const GOODS = { stream: 'reuse', fraction: 'furniture', grams: 350_000, method: 'estimated', origin: 'household' };
export const ACTIVITY = {
  ...{ activityId: CLOSURE_ID, stationId: 'trosterud', revision: 1, cancelled: false, author: 'Kari', reason: null },
  activity: {
    ...{ localDate: '2023-06-07', place: 'Låven', kind: 'market', title: '=1+1', residentEvents: 1, goods: [GOODS] },
    ...{ programme: null, visitors: 70, items: null, repairedItems: null, helpers: null, note: null },
  },
  recordedAt: '2026-11-20T10:00:00.000Z',
};
const YEAR_REPORT = { year: 2026, stationId: 'trosterud', kostra: [], productReuse: [], lines: [], ledgerGrams: 0 };
const COMPLETE = { openMinutes: 0, weighedMinutes: null, visits: 0, trustedVisits: 0 };
const WEIGHING = {
  ...{ weighingId: CLOSURE_ID, stationId: 'trosterud', containerId: 'ombruk', rows: [], visits: [], samples: [] },
  ...{ fromGrams: null, toGrams: null, readingsKeptDays: 90 },
};
const TONNAGE_ROW = { period: '2026-11', stationId: 'trosterud', stream: 'reuse', fraction: 'mixed-reuse' };

/** Plays the owners of everything that the portal asks for, over a real NATS, and remembers what it was asked. */
export class TestingOwners {
  readonly asked: { contract: ContractClass; body: Body }[] = [];
  private readonly replies = new Map<ContractClass, Reply>();
  private refusal: Outcome<unknown> | null = null;
  private readonly away = new Set<string>();
  private connection: NatsConnection | null = null;
  private subscriptions: Subscription[] = [];

  constructor() {
    const closure = { id: CLOSURE_ID, from: '2026-11-20T10:00:00.000Z', until: null, containers: null };
    const closed = { ...STATION, closures: [{ ...closure, appliesTo: 'residents', reason: { nb: 'Is', en: 'Ice' } }] };
    const row = { ...TONNAGE_ROW, grams: 4_200, takenOutGrams: 0, dropOffs: 3, uncertainGrams: 0 };
    this.answer(ListStations, ({ stationId }) => ok(!stationId || stationId === 'trosterud' ? [STATION] : []));
    this.answer(PreviewOpeningHours, () => ok({ intervals: [], changes: [], conflicts: [], warnings: [] }));
    for (const change of [
      ChangeOpeningHours,
      WithdrawOpeningHours,
      UndoHoursChange,
      SetException,
      RemoveException,
      ...[CreateStation, ChangeStation, RecordHandleCheck],
    ]) {
      this.answer(change, () => ok({ ...STATION, hoursVersion: 3 }));
    }
    for (const list of [ListHistory, ListAudit]) this.answer(list, () => ok({ items: [], next: null }));
    this.answer(ExportStations, () => ok({ yaml: 'stations: []\n' }));
    this.answer(ImportStations, () => ok({ applied: true, stations: [] }));
    this.answer(CountDeniedAttempts, () => ok({ days: 28, denied: 5, wouldServe: 2 }));
    this.answer(CloseStation, () => ok({ closureId: CLOSURE_ID, station: closed }));
    this.answer(EndClosure, () => ok(STATION));
    this.answer(QueryTonnage, () => ok({ rows: [row], complete: {} }));
    this.answer(ListUnmetDemand, ({ weeks }) => ok({ weeks, presses: 0, hours: [] }));
    this.answer(QueryFlows, () => ok({ byPeriod: [], byPart: [], complete: COMPLETE }));
    this.answer(ShowWeighing, () => ok(WEIGHING));
    this.answer(QueryUse, () => ok({ visits: [], attempts: [] }));
    for (const entry of [RecordManualDropOff, CorrectDropOff, RecordCollection, RecordTransfer]) {
      this.answer(entry, ({ entryId }) => ok({ entryId, weighingIds: [], effect: 'added', rows: [] }));
    }
    this.answer(ListScaleDevices, () => ok({ devices: [], listening: null }));
    for (const list of [ListPoison, ListScaleReadings]) this.answer(list, () => ok([]));
    this.answer(ReplayPoison, () => ok({ replayed: 1, unusable: 0 }));
    this.answer(MakeDeviceKey, ({ keyId }) => ok({ keyId }));
    this.answer(RevokeDeviceKey, ({ keyId }) => ok({ keyId }));
    this.answer(RecordCalibration, (body) => ok(body));
    this.answer(ListCalibrations, () => ok([]));
    this.answer(UploadReadings, () => ok({ boot: 'b', seq: 1 }));
    this.answer(ListDropOffs, () => ok({ items: [], next: null }));
    const sent = { reportId: CLOSURE_ID, year: 2026, stationId: 'trosterud', note: 'Sendt', differences: [] };
    for (const write of [RecordActivity, CorrectActivity, CancelActivity]) this.answer(write, () => ok(ACTIVITY));
    this.answer(ListActivities, () => ok({ items: [ACTIVITY], next: null }));
    this.answer(CountDropOffs, () => ok({ rows: 0, untilPosition: 0 }));
    this.answer(QueryEffect, () => ok({ stationId: null, years: [], rows: [], takenOutGrams: [], programmes: [] }));
    this.answer(QueryYearReport, () => ok(YEAR_REPORT));
    for (const report of [SendYearReport, GetSentReport])
      this.answer(report, () => ok({ ...sent, report: YEAR_REPORT }));
    this.answer(StageHistory, () => ok(null));
    this.answer(ImportHistory, () => ok({ rows: 1, newRows: 1, knownRows: 0, faults: [], overlappingDates: [] }));
    this.answer(ListSentReports, () => ok([]));
    for (const list of [ListAlarms, ListScaleAlarms, ListVisits, ListAttempts, ListDoors, ListLevels])
      this.answer(list, () => ok([]));
  }

  answer(contract: ContractClass, reply: Reply): void {
    this.replies.set(contract, reply);
  }

  /** Makes one contract answer so for the next call only. */
  answerOnce(contract: ContractClass, outcome: Outcome<unknown>): void {
    const usual = this.replies.get(contract) ?? (() => denied('not_found', 'unknown'));
    this.answer(contract, () => {
      this.answer(contract, usual);
      return outcome;
    });
  }

  /** Makes every contract answer so, until it is called with null. */
  refuseAll(outcome: Outcome<unknown> | null): void {
    this.refusal = outcome;
  }

  async start(natsUrl: string): Promise<void> {
    this.connection = await connect({ servers: natsUrl });
    await this.listen();
  }

  /** From now on nobody hears what these owners are asked, as when their processes are gone. Without any, all are there again. */
  async leave(...owners: string[]): Promise<void> {
    this.away.clear();
    for (const owner of owners) this.away.add(owner);
    for (const subscription of this.subscriptions) subscription.unsubscribe();
    await this.listen();
  }

  async close(): Promise<void> {
    await this.connection?.close();
  }

  private async listen(): Promise<void> {
    const contracts = [...this.replies.keys()].filter((contract) => !this.away.has(ownerOf(contract)));
    this.subscriptions = contracts.flatMap((contract) => this.listenTo(contract) ?? []);
    await this.connection?.flush();
  }

  private listenTo(contract: ContractClass): Subscription | undefined {
    const codec = JSONCodec<{ id?: string; data?: Body; response?: unknown; isDisposed?: boolean }>();
    return this.connection?.subscribe(requestSubject(contract) ?? '', {
      callback: (_error, message) => {
        const { id, data = {} } = codec.decode(message.data);
        this.asked.push({ contract, body: data });
        message.respond(
          codec.encode({ id, response: this.refusal ?? this.replies.get(contract)?.(data), isDisposed: true }),
        );
      },
    });
  }
}

/** The service that a contract is asked of. */
export function ownerOf(contract: ContractClass): string {
  return requestSubject(contract)?.split('.')[1] ?? '';
}
