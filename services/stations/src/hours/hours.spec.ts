import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  AUDIT_KINDS,
  type AuditKind,
  type Author,
  type ChangeOpeningHours,
  type Outcome,
  type SetException,
  type StationChanged,
} from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { Outbox } from '@selvbetjent/messaging';
import { type RunningService, startService } from '@selvbetjent/platform';
import { FixedClock, type Infrastructure, startInfrastructure } from '@selvbetjent/testing';
import { AuditStore } from '../audit.store';
import { TROSTERUD } from '../domain/trosterud.test-kit';
import { ListAuditHandler } from '../history/list-audit';
import { ChangeRecorder } from '../record-change';
import { StationStore } from '../station.store';
import { describeStations } from '../stations.module';
import { ChangeOpeningHoursHandler } from './change-opening-hours';
import { PreviewOpeningHoursHandler } from './preview-opening-hours';
import { RemoveExceptionHandler } from './remove-exception';
import { SaveHours } from './save-hours';
import { SetExceptionHandler } from './set-exception';
import { UndoHoursChangeHandler } from './undo-hours-change';
import { WithdrawOpeningHoursHandler } from './withdraw-opening-hours';

const FRIDAY_NOON = new Date('2026-11-20T11:00:00Z');
const STAFF: Author = {
  ...{ subject: 'kari', name: 'Kari', roles: ['staff'], stations: ['trosterud'] },
  signedInAt: '2026-11-20T10:50:00Z',
};
const OPERATOR: Author = { ...STAFF, subject: 'ola', name: 'Ola', roles: ['operator'], stations: ['*'] };
const LONG_AGO = { ...STAFF, signedInAt: '2026-11-20T10:44:59Z' };
const USUAL = TROSTERUD.openingHours.at(-1)?.hours ?? '';
const FEWER = 'Mo,We 11:00-16:00; Th 11:00-18:00; PH off';
const LONGER = 'Mo-Su 10:00-20:00';
const WHO = { author: STAFF, stationId: 'trosterud' };

let system: Infrastructure;
let service: RunningService;
const clock = new FixedClock(FRIDAY_NOON);

beforeAll(async () => {
  system = await startInfrastructure();
  service = await startService(
    describeStations({
      ...{ host: '127.0.0.1', port: 0, logLevel: 'silent', stations: [TROSTERUD] },
      ...{ databaseUrl: system.databaseUrl, natsUrl: system.natsUrl },
    }),
  );
});

afterAll(async () => {
  await service?.close();
  await system?.stop();
});

/** Every test begins with the hours of the file, and nothing that could be undone but their being put back. */
beforeEach(async () => {
  clock.set(FRIDAY_NOON);
  const { database, stations, recorder } = parts();
  await database.transaction(async (tx) => {
    const before = await stations.lock(tx, 'trosterud');
    if (!before) throw new Error('Trosterud is gone');
    const after = { ...before, openingHours: TROSTERUD.openingHours, exceptions: [] };
    await recorder.record(tx, { author: OPERATOR, action: 'put_back', before, after });
  });
});

describe('a risky change', () => {
  const riskyChanges: [
    string,
    () => Promise<Outcome<StationChanged>>,
    (author: Author) => Promise<Outcome<unknown>>,
  ][] = [
    ['saves longer hours', () => save({ hours: LONGER }), (author) => save({ hours: LONGER, author, confirm: true })],
    ['saves 24/7', () => save({ hours: '24/7' }), (author) => save({ hours: '24/7', author, confirm: true })],
    ['saves never', () => save({ hours: 'off' }), (author) => save({ hours: 'off', author, confirm: true })],
    ['opens a Sunday', () => except('11:00-12:00'), (author) => except('11:00-12:00', { author, confirm: true })],
  ];

  it.each(riskyChanges)(
    'that %s needs a confirmation, and a sign-in of the last 15 minutes',
    async (_name, plain, sure) => {
      const before = await station();
      expect(await plain()).toMatchObject({ outcome: 'denied', reason: { code: 'confirmation_needed' } });
      expect(await sure(LONG_AGO)).toMatchObject({ outcome: 'denied', reason: { code: 'recent_sign_in_needed' } });
      const unknown = await sure({ ...STAFF, signedInAt: undefined });
      expect(unknown).toMatchObject({ outcome: 'denied', reason: { code: 'recent_sign_in_needed' } });
      expect(await station()).toEqual(before);
      expect(await sure(STAFF)).toMatchObject({ outcome: 'ok' });
    },
  );

  it('that closes needs neither', async () => {
    expect(await save({ hours: FEWER, author: LONG_AGO })).toMatchObject({ outcome: 'ok' });
    expect(await except('off', { date: '2026-11-23', author: LONG_AGO })).toMatchObject({ outcome: 'ok' });
  });
});

describe('exceptions', () => {
  it('take the place of the date’s hours, and give them back', async () => {
    const before = await station();
    const date = '2026-11-23';
    const reason = { nb: 'Møte', en: 'Meeting' };
    const set = valueOf(await except('off', { date, reason, expectedVersion: before.hoursVersion }));
    expect(set.exceptions).toEqual([{ date, hours: 'off', reason }]);
    const again = valueOf(await except('11:00-12:00', { date, confirm: true }));
    expect(again.exceptions).toEqual([{ date, hours: '11:00-12:00', reason: null }]);
    const removed = valueOf(await handlers().remove.handle({ ...WHO, date, confirm: true }));
    expect(removed.exceptions).toEqual([]);
    expect(await station()).toEqual(removed);
    expect(removed.hoursVersion).toBe(before.hoursVersion + 3);
  });

  it.each([
    ['yesterday', { date: '2026-11-19' }, 'date_past'],
    ['hours that cannot be read', { hours: 'aldri' }, 'bad_hours'],
    ['what was seen before somebody else saved', { expectedVersion: 0 }, 'stale_version'],
    ['another station’s staff', { author: { ...STAFF, stations: ['tveita'] } }, 'forbidden'],
    ['an unknown station', { stationId: 'tveita', author: OPERATOR }, 'not_found'],
  ])('are refused for %s', async (_name, change, code) => {
    expect(await except('off', { date: '2026-11-23', ...change })).toMatchObject({ reason: { code } });
  });

  it('that nobody made cannot be removed', async () => {
    const outcome = await handlers().remove.handle({ ...WHO, date: '2026-11-24' });
    expect(outcome).toMatchObject({ outcome: 'denied', reason: { code: 'not_found' } });
  });
});

describe('a coming version', () => {
  it('is taken back', async () => {
    const { hoursVersion } = valueOf(await save({ validFrom: '2026-12-01', hours: FEWER }));
    const withdrawal = { ...WHO, validFrom: '2026-12-01', expectedVersion: hoursVersion };
    expect(await handlers().withdraw.handle(withdrawal)).toMatchObject({ reason: { code: 'confirmation_needed' } });
    const now = valueOf(await handlers().withdraw.handle({ ...withdrawal, confirm: true }));
    expect(now.openingHours).toEqual(TROSTERUD.openingHours);
    expect(await station()).toEqual(now);
  });

  it.each([
    ['has begun today', '2026-11-20', 'already_begun'],
    ['does not exist', '2026-12-02', 'not_found'],
  ])('stays when it %s', async (_name, validFrom, code) => {
    const { hoursVersion } = valueOf(await save({ hours: FEWER }));
    const outcome = await handlers().withdraw.handle({ ...WHO, validFrom, expectedVersion: hoursVersion });
    expect(outcome).toMatchObject({ outcome: 'denied', reason: { code } });
  });
});

describe('undo', () => {
  it('takes back the last change as a new one; undone again it is the redo', async () => {
    const saved = valueOf(await save({ hours: FEWER }));
    const undone = valueOf(await undo());
    expect(undone.openingHours).toEqual(TROSTERUD.openingHours);
    expect(undone.hoursVersion).toBe(saved.hoursVersion + 1);
    expect(valueOf(await undo()).openingHours).toEqual(saved.openingHours);
  });

  it('takes back exceptions too, and leaves alone what another change did in between', async () => {
    valueOf(await except('off', { date: '2026-11-23' }));
    const { database, stations, recorder } = parts();
    await database.transaction(async (tx) => {
      const before = (await stations.lock(tx, 'trosterud')) as StationChanged;
      const after = { ...before, address: 'Ny adresse' };
      await recorder.record(tx, { author: OPERATOR, action: 'profile_changed', before, after });
    });
    expect(valueOf(await undo())).toMatchObject({ exceptions: [], address: 'Ny adresse' });
  });

  it('days later changes nothing of the days between', async () => {
    valueOf(await save({ hours: FEWER }));
    clock.set(new Date('2026-11-24T11:00:00Z'));
    const undone = valueOf(await undo({ ...STAFF, signedInAt: '2026-11-24T10:59:00Z' }));
    expect(undone.openingHours.slice(2)).toEqual([
      { validFrom: '2026-11-20', hours: FEWER },
      { validFrom: '2026-11-24', hours: USUAL },
    ]);
  });

  it('asks to confirm what it opens, and needs the version that is in force', async () => {
    const { hoursVersion } = valueOf(await save({ hours: FEWER }));
    const change = { ...WHO, expectedVersion: hoursVersion };
    expect(await handlers().undo.handle(change)).toMatchObject({ reason: { code: 'confirmation_needed' } });
    const stale = await handlers().undo.handle({ ...change, expectedVersion: hoursVersion - 1 });
    expect(stale).toMatchObject({ reason: { code: 'stale_version' } });
  });

  it('has nothing to do when the day of the last change is over', async () => {
    valueOf(await except('off', { date: '2026-11-20' }));
    clock.set(new Date('2026-11-21T11:00:00Z'));
    expect(await undo()).toMatchObject({ outcome: 'denied', reason: { code: 'nothing_to_undo' } });
  });
});

describe('the history', () => {
  it('tells who changed what, newest first, page by page, and what can be undone', async () => {
    valueOf(await save({ hours: FEWER }));
    valueOf(await except('off', { date: '2026-11-23' }));
    const first = valueOf(await history().history({ ...WHO, limit: 1 }));
    expect(first.items).toMatchObject([
      {
        ...{ action: 'exception_set', author: { name: 'Kari' }, at: FRIDAY_NOON.toISOString(), undoable: true },
        ...{ before: { exceptions: [] }, after: { exceptions: [{ date: '2026-11-23', hours: 'off' }] } },
      },
    ]);
    const second = valueOf(await history().history({ ...WHO, limit: 1, cursor: first.next ?? '' }));
    expect(second.items).toMatchObject([{ action: 'opening_hours_changed', undoable: false }]);
  });

  it('ends, and is for the station’s staff; the whole audit is for operators, by local dates', async () => {
    const { next, items } = valueOf(await history().history({ ...WHO, limit: 200 }));
    expect([next, items.at(-1)?.action]).toEqual([null, 'station_created_from_file']);
    const stranger = { ...STAFF, stations: ['tveita'] };
    expect(await history().history({ ...WHO, author: stranger, limit: 1 })).toMatchObject({
      reason: { code: 'forbidden' },
    });
    expect(await history().all({ author: STAFF, limit: 1 })).toMatchObject({ reason: { code: 'forbidden' } });
    clock.set(new Date('2027-01-31T23:30:00Z'));
    valueOf(await except('off', { date: '2027-02-03' }));
    const february = { author: OPERATOR, from: '2027-02-01', to: '2027-02-01', limit: 10 };
    expect(valueOf(await history().all(february)).items).toMatchObject([{ action: 'exception_set' }]);
    expect(valueOf(await history().all({ ...february, from: '2027-01-31', to: '2027-01-31' })).items).toEqual([]);
  });

  it('is had by what the changes were about, and every change is about one thing', async () => {
    const of = async (kind?: AuditKind) => valueOf(await history().all({ author: OPERATOR, kind, limit: 200 })).items;
    const byKind = await Promise.all(AUDIT_KINDS.map(of));
    const all = await of();
    expect(byKind.flat().sort((one, other) => other.position - one.position)).toEqual(all);
    const actions = byKind.map((items) => [...new Set(items.map(({ action }) => action))]);
    expect(actions[AUDIT_KINDS.indexOf('registry')]).toEqual([
      'put_back',
      'profile_changed',
      'station_created_from_file',
    ]);
    expect(actions[AUDIT_KINDS.indexOf('hours')]).toContain('exception_set');
  });
});

describe('a preview', () => {
  it('tries exceptions together with a version, writes the hours as we do, and points at odd spellings', async () => {
    const tried = {
      validFrom: '2026-11-20',
      hours: 'mo,we 11:00-16:00',
      exceptions: [{ date: '2026-11-23', hours: 'off' }],
    };
    const preview = valueOf(await handlers().preview.handle({ ...WHO, ...tried }));
    expect(preview.intervals[0]?.start).toBe('2026-11-25T10:00:00.000Z');
    expect(preview.canonical).toBe('Mo,We 11:00-16:00');
    expect(preview.hoursWarnings).toMatchObject([{ position: 0 }, { position: 3 }]);
    const bad = { ...tried, exceptions: [{ date: '2026-11-23', hours: 'kanskje' }] };
    const refused = await handlers().preview.handle({ ...WHO, ...bad });
    expect(refused).toMatchObject({ reason: { code: 'bad_hours', details: { position: 0, date: '2026-11-23' } } });
  });
});

function parts() {
  const { app } = service;
  const [stations, audit] = [app.get(StationStore), app.get(AuditStore)];
  const recorder = new ChangeRecorder(stations, audit, app.get(Outbox), clock);
  return { database: app.get(Database), stations, audit, recorder };
}

function handlers() {
  const { database, stations, audit, recorder } = parts();
  const hours = new SaveHours(database, stations, recorder, clock);
  return {
    change: new ChangeOpeningHoursHandler(hours),
    withdraw: new WithdrawOpeningHoursHandler(hours),
    set: new SetExceptionHandler(hours),
    remove: new RemoveExceptionHandler(hours),
    undo: new UndoHoursChangeHandler(hours, audit),
    preview: new PreviewOpeningHoursHandler(database, stations, clock),
  };
}

function history(): ListAuditHandler {
  const { database, stations, audit } = parts();
  return new ListAuditHandler(database, audit, stations, clock);
}

async function save(change: Partial<ChangeOpeningHours>): Promise<Outcome<StationChanged>> {
  const { hoursVersion } = await station();
  const usual = { ...WHO, validFrom: '2026-11-20', hours: USUAL, expectedVersion: hoursVersion };
  return handlers().change.handle({ ...usual, ...change });
}

/** Of a Sunday, which is closed, unless it is told otherwise. */
function except(hours: string, change: Partial<SetException> = {}): Promise<Outcome<StationChanged>> {
  return handlers().set.handle({ ...WHO, date: '2026-11-22', hours, ...change });
}

async function undo(author = STAFF): Promise<Outcome<StationChanged>> {
  const { hoursVersion } = await station();
  return handlers().undo.handle({ author, stationId: 'trosterud', expectedVersion: hoursVersion, confirm: true });
}

async function station(): Promise<StationChanged> {
  const { database, stations } = parts();
  const found = await stations.find(database, 'trosterud');
  if (!found) throw new Error('Trosterud is gone');
  return found;
}

function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.outcome !== 'ok') throw new Error(`Not ok: ${JSON.stringify(outcome)}`);
  return outcome.value;
}
