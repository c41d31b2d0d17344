import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type Author,
  ChangeOpeningHours,
  CloseStation,
  EndClosure,
  ListStations,
  type Outcome,
  PreviewOpeningHours,
  type StationChanged,
} from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { NatsLink, Requests } from '@selvbetjent/messaging';
import { type RunningService, startService } from '@selvbetjent/platform';
import { caughtUp, FixedClock, type Infrastructure, startInfrastructure } from '@selvbetjent/testing';
import { ApplyStationsFile } from './apply-stations-file';
import { CloseStationHandler } from './close-station';
import { TROSTERUD } from './domain/trosterud.test-kit';
import { EndClosureHandler } from './end-closure';
import { ChangeOpeningHoursHandler } from './hours/change-opening-hours';
import { PreviewOpeningHoursHandler } from './hours/preview-opening-hours';
import { SaveHours } from './hours/save-hours';
import { PublishSnapshots } from './publish-snapshots';
import { ChangeRecorder } from './record-change';
import { StationStore } from './station.store';
import { describeStations } from './stations.module';

const FRIDAY_NOON = new Date('2026-11-20T11:00:00Z');
const STAFF: Author = {
  ...{ subject: 'kari', name: 'Kari', roles: ['staff'], stations: ['trosterud'] },
  signedInAt: '2026-11-20T10:50:00Z',
};
const FEWER_HOURS = 'Mo,We 11:00-16:00; Th 11:00-18:00; PH off';
const REASON = { nb: 'Glatt', en: 'Icy' };

let system: Infrastructure;
let service: RunningService;
const clock = new FixedClock(FRIDAY_NOON);

beforeAll(async () => {
  system = await startInfrastructure();
  service = await startService(
    describeStations({
      host: '127.0.0.1',
      port: 0,
      logLevel: 'silent',
      databaseUrl: system.databaseUrl,
      natsUrl: system.natsUrl,
      stations: [TROSTERUD],
    }),
  );
});

afterAll(async () => {
  await service?.close();
  await system?.stop();
});

beforeEach(() => clock.set(FRIDAY_NOON));

describe('the stations file', () => {
  it('makes the station known, and its snapshot goes out', async () => {
    const listed = valueOf(await service.app.get(Requests).ask(ListStations, {}));
    expect(listed).toMatchObject([
      { stationId: 'trosterud', revision: 1, hoursVersion: 1, containers: TROSTERUD.containers },
    ]);
    expect(await publishedSnapshot()).toEqual(listed[0]);
  });

  it('changes nothing when it is applied again, and only its own differences when it changed', async () => {
    const before = await station();
    await apply(TROSTERUD);
    expect(await station()).toEqual(before);
    await apply({ ...TROSTERUD, address: 'Trosterudstien 2' });
    expect(await station()).toEqual({ ...before, address: 'Trosterudstien 2', revision: before.revision + 1 });
    expect(await lastAudit()).toMatchObject({
      author_subject: 'stations-file',
      before: { address: TROSTERUD.address },
      after: { address: 'Trosterudstien 2' },
    });
  });

  it('keeps hours that people changed until the text in the file changes', async () => {
    const before = await station();
    valueOf(await handlers().change.handle({ ...saving(before), hours: FEWER_HOURS }));
    await apply({ ...TROSTERUD, address: 'Et annet sted' });
    expect((await station()).openingHours.at(-1)).toEqual({ validFrom: '2026-11-20', hours: FEWER_HOURS });
    const inFile = { validFrom: '2026-11-20', hours: 'Mo 10:00-11:00' };
    await apply({ ...TROSTERUD, openingHours: [...TROSTERUD.openingHours, inFile] });
    expect((await station()).openingHours.at(-1)).toEqual(inFile);
  });

  it('refuses, whole, a device that belongs to another station', async () => {
    const before = await station();
    const thief = { ...TROSTERUD, id: 'tyven', name: 'Tyven' };
    const file = [{ ...TROSTERUD, name: 'Nytt navn' }, thief];
    await expect(service.app.get(ApplyStationsFile).handle(file)).rejects.toThrow(/trosterud-ombruk/);
    expect(await station()).toEqual(before);
  });
});

describe('changing opening hours', () => {
  it('saves a version, raises both counters, tells everyone and writes who did it', async () => {
    const before = await station();
    const saved = valueOf(
      await handlers().change.handle({ ...saving(before), validFrom: '2026-12-01', confirm: true }),
    );
    expect(saved).toMatchObject({ revision: before.revision + 1, hoursVersion: before.hoursVersion + 1 });
    expect(saved.openingHours).toContainEqual({ validFrom: '2026-12-01', hours: FEWER_HOURS });
    expect(await publishedSnapshot()).toEqual(saved);
    expect(await lastAudit()).toMatchObject({
      author_subject: 'kari',
      author_name: 'Kari',
      action: 'opening_hours_changed',
      before: { openingHours: before.openingHours },
      after: { openingHours: saved.openingHours },
    });
  });

  it.each([
    ['an older version', { expectedVersion: 0 }, 'stale_version'],
    ['yesterday', { validFrom: '2026-11-19' }, 'valid_from_past'],
    ['hours that cannot be read', { hours: 'Mo 10:00-' }, 'bad_hours'],
    ['round the clock', { hours: '24/7' }, 'confirmation_needed'],
    ['never', { hours: 'off' }, 'confirmation_needed'],
    ['more than before', { hours: 'Mo-Su 10:00-20:00' }, 'confirmation_needed'],
    ['another station’s staff', { author: { ...STAFF, stations: ['tveita'] } }, 'forbidden'],
    ['somebody without a role', { author: { ...STAFF, roles: [] } }, 'forbidden'],
    ['an unknown station', { stationId: 'tveita', author: { ...STAFF, stations: ['*'] } }, 'not_found'],
  ])('denies %s and saves nothing', async (_name, change, code) => {
    const before = await station();
    const outcome = await handlers().change.handle({ ...saving(before), ...change });
    expect(outcome).toMatchObject({ outcome: 'denied', reason: { code } });
    expect(await station()).toEqual(before);
  });

  it('names the position that cannot be read, from 0', async () => {
    const outcome = await handlers().change.handle({ ...saving(await station()), hours: 'Mo 10:00-12:00; Xx 1' });
    expect(outcome).toMatchObject({ outcome: 'denied', reason: { details: { position: 16 } } });
  });

  it('saves with the confirmation', async () => {
    const saved = await handlers().change.handle({ ...saving(await station()), hours: '24/7', confirm: true });
    expect(valueOf(saved).openingHours.at(-1)).toBeDefined();
  });

  it('takes today by the clock of the station: past midnight in Oslo, yesterday is over', async () => {
    clock.set(new Date('2026-11-20T23:30:00Z'));
    const outcome = await handlers().change.handle({ ...saving(await station()), validFrom: '2026-11-20' });
    expect(outcome).toMatchObject({
      outcome: 'denied',
      reason: { code: 'valid_from_past', details: { today: '2026-11-21' } },
    });
  });

  it('lets one of two at once through and shows the other what it missed', async () => {
    const before = await station();
    const both = await Promise.all(
      ['Mo 11:00-16:00', 'We 11:00-16:00'].map((hours) => handlers().change.handle({ ...saving(before), hours })),
    );
    expect(both.map(({ outcome }) => outcome).toSorted()).toEqual(['denied', 'ok']);
    const denied = both.find((one) => one.outcome === 'denied');
    const version = before.hoursVersion + 1;
    expect(denied).toMatchObject({ reason: { code: 'stale_version', details: { version } } });
    expect((await station()).hoursVersion).toBe(version);
  });
});

describe('preview', () => {
  it('shows the coming 14 days and saves nothing', async () => {
    const before = await station();
    const { author, stationId, hours } = saving(before);
    const preview = valueOf(await handlers().preview.handle({ author, stationId, hours, validFrom: '2026-11-20' }));
    expect(preview.intervals.map(({ start }) => start.slice(0, 10))).toEqual([
      ...['2026-11-23', '2026-11-25', '2026-11-26', '2026-11-30'],
      ...['2026-12-02', '2026-12-03'],
    ]);
    expect(await station()).toEqual(before);
  });

  it.each([
    ['backwards', { from: '2026-12-02', to: '2026-12-01' }, 'bad_interval'],
    ['401 days', { from: '2026-01-01', to: '2027-02-05' }, 'bad_interval'],
    ['unreadable', { hours: 'when I like' }, 'bad_hours'],
    ['a stranger', { author: { ...STAFF, stations: [] } }, 'forbidden'],
  ])('denies %s', async (_name, change, code) => {
    const { author, stationId, hours, validFrom } = saving(await station());
    const outcome = await handlers().preview.handle({ author, stationId, hours, validFrom, ...change });
    expect(outcome).toMatchObject({ outcome: 'denied', reason: { code } });
  });
});

describe('closures', () => {
  it('are told in a preview of their day until they are over', async () => {
    const { author, stationId, hours, validFrom } = saving(await station());
    const told = async (closureId: string) => {
      const reason = (await station()).closures.find(({ id }) => id === closureId)?.reason.nb ?? '';
      const preview = valueOf(await handlers().preview.handle({ author, stationId, hours, validFrom }));
      return preview.conflicts.filter(({ code, message }) => code === 'closure_overrides' && message.endsWith(reason))
        .length;
    };
    const reason = { nb: 'Vannlekkasje', en: 'Leak' };
    const { closureId } = valueOf(await handlers().close.handle(closing({ reason })));
    clock.advance(60_000);
    expect(await told(closureId)).toBe(1);
    await handlers().end.handle({ author, stationId, closureId });
    expect(await told(closureId)).toBe(0);
  });

  it('begin now, reach everyone, and end now; the row stays', async () => {
    const before = await station();
    const { closureId, station: closed } = valueOf(await handlers().close.handle(closing({})));
    expect(closed.closures.find(({ id }) => id === closureId)).toEqual({
      ...{ id: closureId, from: FRIDAY_NOON.toISOString(), until: null },
      ...{ containers: null, appliesTo: 'residents', reason: REASON },
    });
    expect(closed).toMatchObject({ revision: before.revision + 1, hoursVersion: before.hoursVersion });
    expect(await publishedSnapshot()).toEqual(closed);

    clock.advance(60_000);
    const opened = valueOf(await handlers().end.handle({ author: STAFF, stationId: 'trosterud', closureId }));
    expect(opened.closures.find(({ id }) => id === closureId)?.until).toBe('2026-11-20T11:01:00.000Z');
    clock.advance(60_000);
    const again = valueOf(await handlers().end.handle({ author: STAFF, stationId: 'trosterud', closureId }));
    expect(again).toEqual(opened);
    expect(await station()).toEqual(opened);
  });

  it('that are asked for again under the same id are the same', async () => {
    const closureId = '5f0c4f0e-6c37-4a2b-9d0c-0d4a2a6f1c11';
    const first = valueOf(await handlers().close.handle(closing({ closureId })));
    clock.advance(1_000);
    expect(valueOf(await handlers().close.handle(closing({ closureId })))).toEqual(first);
  });

  it('never begin in the past', async () => {
    const { closureId, station: closed } = valueOf(
      await handlers().close.handle(closing({ from: '2026-11-01T00:00:00Z' })),
    );
    expect(closed.closures.find(({ id }) => id === closureId)?.from).toBe(FRIDAY_NOON.toISOString());
  });

  it('that were only planned become empty when they are ended', async () => {
    const from = '2026-12-24T00:00:00+01:00';
    const { closureId } = valueOf(await handlers().close.handle(closing({ from })));
    const { closures } = valueOf(await handlers().end.handle({ author: STAFF, stationId: 'trosterud', closureId }));
    const closure = closures.find(({ id }) => id === closureId);
    expect(closure).toMatchObject({ from: '2026-12-23T23:00:00.000Z', until: '2026-12-23T23:00:00.000Z' });
  });

  it.each([
    ['that end before they begin', { from: '2026-12-02T00:00:00Z', until: '2026-12-01T00:00:00Z' }, 'bad_interval'],
    ['that are over', { until: '2026-11-20T10:59:00Z' }, 'bad_interval'],
    ['of an unknown container', { containers: ['ombruk', 'kjelleren'] }, 'unknown_container'],
    ['by a stranger', { author: { ...STAFF, stations: [] } }, 'forbidden'],
    ['of an unknown station', { stationId: 'tveita', author: { ...STAFF, stations: ['*'] } }, 'not_found'],
  ])('are denied %s', async (_name, change, code) => {
    expect(await handlers().close.handle(closing(change))).toMatchObject({ outcome: 'denied', reason: { code } });
  });

  it('that nobody knows cannot be ended', async () => {
    const outcome = await handlers().end.handle({ author: STAFF, stationId: 'trosterud', closureId: 'ukjent' });
    expect(outcome).toMatchObject({ outcome: 'denied', reason: { code: 'not_found' } });
  });
});

describe('over NATS', () => {
  it('answers requests', async () => {
    const requests = service.app.get(Requests);
    const now = await station();
    const author = { ...STAFF, signedInAt: new Date().toISOString() };
    const change = { ...saving(now), author, validFrom: '2099-01-01', confirm: true };
    const { closureId } = valueOf(await requests.ask(CloseStation, closing({})));
    expect(valueOf(await requests.ask(EndClosure, { author: STAFF, stationId: 'trosterud', closureId }))).toBeDefined();
    expect(valueOf(await requests.ask(PreviewOpeningHours, change)).intervals.length).toBeGreaterThan(0);
    expect(valueOf(await requests.ask(ChangeOpeningHours, change)).hoursVersion).toBe(now.hoursVersion + 1);
    expect(valueOf(await requests.ask(ListStations, {}))).toHaveLength(1);
  });

  it('refuses what breaks the contract', async () => {
    const outcome = await service.app.get(Requests).ask(CloseStation, closing({ appliesTo: 'nobody' as 'everyone' }));
    expect(outcome).toMatchObject({ outcome: 'permanent', reason: { code: 'invalid_request' } });
  });
});

describe('the audit', () => {
  it.each(['UPDATE audit SET author_name = NULL', 'DELETE FROM audit', 'TRUNCATE audit'])('refuses %s', async (sql) => {
    await expect(service.app.get(Database).query(sql)).rejects.toThrow('append-only');
  });
});

describe('snapshots', () => {
  it('are told again under a new event id', async () => {
    const before = await snapshotMessage();
    await service.app.get(PublishSnapshots).handle();
    const after = await snapshotMessage();
    expect(after.json()).toEqual(before.json());
    expect(after.header.get('ce-id')).not.toBe(before.header.get('ce-id'));
  });
});

function handlers() {
  const { app } = service;
  const [database, stations, recorder] = [app.get(Database), app.get(StationStore), app.get(ChangeRecorder)];
  return {
    change: new ChangeOpeningHoursHandler(new SaveHours(database, stations, recorder, clock)),
    preview: new PreviewOpeningHoursHandler(database, stations, clock),
    close: new CloseStationHandler(database, stations, recorder, clock),
    end: new EndClosureHandler(database, stations, recorder, clock),
  };
}

function saving({ hoursVersion }: StationChanged): ChangeOpeningHours {
  const change = { author: STAFF, stationId: 'trosterud', validFrom: '2026-11-20', hours: FEWER_HOURS };
  return { ...change, expectedVersion: hoursVersion };
}

function closing(change: Partial<CloseStation>): CloseStation {
  return { author: STAFF, stationId: 'trosterud', appliesTo: 'residents', reason: REASON, ...change };
}

async function apply(entry: typeof TROSTERUD): Promise<void> {
  await service.app.get(ApplyStationsFile).handle([entry]);
}

async function station(): Promise<StationChanged> {
  const found = await service.app.get(StationStore).find(service.app.get(Database), 'trosterud');
  if (!found) throw new Error('Trosterud is gone');
  return found;
}

async function lastAudit(): Promise<Record<string, unknown> | undefined> {
  const [row] = await service.app.get(Database).query('SELECT * FROM audit ORDER BY position DESC LIMIT 1');
  return row;
}

async function publishedSnapshot(): Promise<unknown> {
  return (await snapshotMessage()).json();
}

async function snapshotMessage() {
  await caughtUp(system);
  const manager = await (await service.app.get(NatsLink).connected()).jetstreamManager();
  return manager.streams.getMessage('stations-snapshots', { last_by_subj: 'stations.station.changed.v1.trosterud' });
}

function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.outcome !== 'ok') throw new Error(`Not ok: ${JSON.stringify(outcome)}`);
  return outcome.value;
}
