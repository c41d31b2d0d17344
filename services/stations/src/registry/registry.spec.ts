import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type Author,
  type ChangeStation,
  type ImportStations,
  type Outcome,
  type StationChanged,
  type StationFields,
} from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { Outbox } from '@selvbetjent/messaging';
import { type RunningService, startService } from '@selvbetjent/platform';
import { FixedClock, type Infrastructure, startInfrastructure } from '@selvbetjent/testing';
import { AuditStore } from '../audit.store';
import { ApplyStationsFile } from '../apply-stations-file';
import { entryOf } from '../domain/station-entry';
import { TROSTERUD } from '../domain/trosterud.test-kit';
import { without } from '../domain/without';
import { ChangeRecorder } from '../record-change';
import { StationStore } from '../station.store';
import { writeStationsFile } from '../stations-file/write-stations-file';
import { describeStations } from '../stations.module';
import { ChangeStationHandler } from './change-station';
import { CreateStationHandler } from './create-station';
import { ExportStationsHandler } from './export-stations';
import { ImportStationsHandler } from './import-stations';
import { RecordHandleCheckHandler } from './record-handle-check';
import { SwitchLocations } from './switch-locations';

const NOON = new Date('2026-11-20T11:00:00Z');
const STAFF: Author = { subject: 'kari', name: 'Kari', roles: ['staff'], stations: ['*'] };
const OPERATOR: Author = {
  ...{ subject: 'ola', name: 'Ola', roles: ['operator'], stations: ['*'] },
  signedInAt: '2026-11-20T10:50:00Z',
};

let system: Infrastructure;
let service: RunningService;
let made = 0;
const clock = new FixedClock(NOON);

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

beforeEach(() => clock.set(NOON));

describe('a new station', () => {
  it('is created unexposed, audited, and told', async () => {
    const station = await created();
    expect(station).toMatchObject({ revision: 1, name: 'Tveita', containers: [{ doors: [{ exposed: false }] }] });
    expect(await lastAudit()).toMatchObject({ action: 'station_created', author_name: 'Ola', before: {} });
  });

  it.each<[string, (fields: StationFields) => StationFields, Author, string]>([
    ['by staff', (fields) => fields, STAFF, 'forbidden'],
    ['by an operator of one station', (fields) => fields, { ...OPERATOR, stations: ['trosterud'] }, 'forbidden'],
    ['that is there', (fields) => ({ ...fields, id: 'trosterud' }), OPERATOR, 'already_exists'],
    ['with a door of another station', withDoor({ id: 'trosterud-ombruk' }), OPERATOR, 'id_taken'],
    ['with a door named as a station', withDoor({ id: 'trosterud' }), OPERATOR, 'id_taken'],
    ['named as a path of ours', (fields) => ({ ...fields, id: 'export' }), OPERATOR, 'bad_station'],
    ['named as a page of ours', (fields) => ({ ...fields, id: 'helse' }), OPERATOR, 'bad_station'],
    ['named as a door', (fields) => ({ ...fields, id: 'trosterud-ombruk' }), OPERATOR, 'id_taken'],
    ['with a door exposed that nobody tried', withDoor({ exposed: true }), OPERATOR, 'handle_not_checked'],
    [
      'with a check that somebody only claims',
      withDoor({ exposed: true, insideHandle: { at: '2026-11-01T10:00:00Z', by: 'Ola' } }),
      OPERATOR,
      'handle_not_checked',
    ],
  ])('is refused %s', async (_name, change, author, code) => {
    const outcome = await handlers().create.handle({ author, station: change(fieldsOf('ny-stasjon')) });
    expect(outcome).toMatchObject({ outcome: 'denied', reason: { code } });
    expect(await find('ny-stasjon')).toBeNull();
  });

  it('is refused with all its faults at once', async () => {
    const station = { ...fieldsOf('ny-stasjon'), timeZone: 7, colour: 'green', name: undefined };
    const outcome = await handlers().create.handle({ author: OPERATOR, station });
    const { reason } = outcome as unknown as { reason: { code: string; details: { faults: { path: string }[] } } };
    expect(reason.code).toBe('bad_station');
    expect(reason.details.faults.map(({ path }) => path).toSorted()).toEqual(['colour', 'name', 'timeZone']);
  });
});

describe('a change of a station', () => {
  it('replaces what it is, and leaves hours and closures alone', async () => {
    const before = await created();
    const after = valueOf(await change(before, { staffedHours: 'Th 15:00-18:00', address: 'Ny vei 1' }));
    expect(after).toEqual({ ...before, revision: 2, staffedHours: 'Th 15:00-18:00', address: 'Ny vei 1' });
    const cleared = valueOf(await changeTo(after, without(fieldsAs(after), 'staffedHours')));
    expect(cleared.staffedHours).toBeUndefined();
    expect(await find(before.stationId)).toEqual(cleared);
  });

  it('is refused to who has seen an older revision', async () => {
    const before = await created();
    valueOf(await change(before, { address: 'En' }));
    const stale = await change(before, { address: 'To' });
    expect(stale).toMatchObject({ reason: { code: 'stale_revision', details: { revision: 2 } } });
  });

  it.each<[string, object, string]>([
    ['leaves a container out', { containers: [] }, 'left_out'],
    ['changes hours', { openingHours: [{ validFrom: '2026-01-01', hours: '24/7' }] }, 'hours_elsewhere'],
    ['changes an exception', { exceptions: [{ date: '2026-12-24', hours: '24/7' }] }, 'hours_elsewhere'],
    ['takes another id', { id: 'tveita-2' }, 'bad_id'],
    ['has faults', { timeZone: 'Oslo' }, 'bad_station'],
  ])('that %s is refused', async (_name, fields, code) => {
    const before = await created();
    expect(await change(before, fields)).toMatchObject({ outcome: 'denied', reason: { code } });
    expect(await find(before.stationId)).toEqual(before);
  });

  it.each<[string, object, object]>([
    ['a container with hours of its own loses them', { hours: 'Mo 10:00-12:00' }, { hours: undefined }],
    ['a container out of service is in service', { access: 'closed' }, { access: 'self-service' }],
    ['a staffed container needs no staff', { access: 'staffed' }, { access: 'self-service' }],
    ['hazardous waste is called something else', { stream: 'hazardous' }, { stream: 'reuse' }],
    ['a retired container is back', { retiredAt: '2026-11-01T00:00:00Z' }, { retiredAt: undefined }],
  ])('by which %s is confirmed by who signed in lately; the way back needs nothing', async (_name, narrow, wide) => {
    const checked = valueOf(await check(await created(), { opens: true, expose: true }));
    const narrowed = valueOf(await change(checked, withContainer(checked, narrow)));
    const wider = withContainer(narrowed, wide);
    const refused = await change(narrowed, wider);
    expect(refused).toMatchObject({
      reason: { code: 'confirmation_needed', details: { warnings: [{ code: 'opens_more' }] } },
    });
    const old = await change(narrowed, wider, {
      author: { ...OPERATOR, signedInAt: '2026-11-20T10:00:00Z' },
      confirm: true,
    });
    expect(old).toMatchObject({ reason: { code: 'recent_sign_in_needed' } });
    expect(await find(narrowed.stationId)).toEqual(narrowed);
    const imported = await importing(writeStationsFile([{ ...narrowed, ...wider }]), {
      dryRun: false,
    });
    expect(imported).toMatchObject({ reason: { code: 'confirmation_needed' } });
    const widened = valueOf(await change(narrowed, wider, { confirm: true }));
    expect(valueOf(await change(widened, withContainer(widened, narrow))).containers).toEqual(narrowed.containers);
  });

  it('retires: the ids stay taken', async () => {
    const before = await created();
    const retired = valueOf(await change(before, { retiredAt: NOON.toISOString() }));
    expect(retired.retiredAt).toBe(NOON.toISOString());
    const [door] = before.containers[0]?.doors ?? [];
    const thief = withDoor({ id: door?.id })(fieldsOf('ny-stasjon'));
    const outcome = await handlers().create.handle({ author: OPERATOR, station: thief });
    expect(outcome).toMatchObject({ reason: { code: 'id_taken', details: { ids: [door?.id] } } });
  });
});

describe('two devices of one place', () => {
  const relay = (more: object) => withDoor({ dialect: 'tasmota', topic: 'inngang-7', ...more });

  it('are refused, created or changed: pressing one would open the other', async () => {
    const first = await created();
    expect(valueOf(await changeTo(first, relay({ relay: 1 })(fieldsAs(first)))).revision).toBe(first.revision + 1);
    const twin = relay({})(fieldsOf('tvilling'));
    const refusal = { outcome: 'denied', reason: { code: 'place_shared', details: { ids: ['tvilling-dor'] } } };
    expect(await handlers().create.handle({ author: OPERATOR, station: twin })).toMatchObject(refusal);
    const other = await created();
    const [door] = other.containers[0]?.doors ?? [];
    const outcome = await changeTo(other, relay({})(fieldsAs(other)));
    expect(outcome).toMatchObject({ reason: { code: 'place_shared', details: { ids: [door?.id] } } });
    expect(valueOf(await changeTo(other, relay({ relay: 2 })(fieldsAs(other))))).toBeDefined();
  });

  it('end the start, when the stations file brings the second one', async () => {
    const first = await created();
    valueOf(await changeTo(first, withDoor({ dialect: 'shelly', topic: 'felles' })(fieldsAs(first))));
    const [container] = TROSTERUD.containers;
    const twin = { id: 'fil-dor', dialect: 'shelly' as const, topic: 'felles', exposed: false };
    const added = { ...TROSTERUD, containers: [{ ...container!, doors: [...container!.doors, twin] }] };
    const applying = service.app.get(ApplyStationsFile).handle([added]);
    await expect(applying).rejects.toThrow(/STATIONS_FILE: .*fil-dor/);
  });
});

describe('the check of an inside handle', () => {
  it('exposes a door, with who tried it and when, and stays through other changes', async () => {
    const before = await created();
    const checked = valueOf(await check(before, { opens: true, expose: true }));
    const door = { exposed: true, insideHandle: { at: NOON.toISOString(), by: 'Kari' } };
    expect(checked.containers[0]?.doors).toMatchObject([door]);
    expect(await lastAudit()).toMatchObject({ action: 'inside_handle_opens', author_name: 'Kari' });
    const changed = valueOf(await change(checked, { address: 'Ny vei 2' }));
    expect(changed.containers[0]?.doors).toMatchObject([door]);
  });

  it('lets an operator expose the door later', async () => {
    const checked = valueOf(await check(await created(), { opens: true }));
    expect(checked.containers[0]?.doors).toMatchObject([{ exposed: false }]);
    const fields = withDoor({ exposed: true })(fieldsAs(checked));
    expect(valueOf(await changeTo(checked, fields)).containers[0]?.doors).toMatchObject([{ exposed: true }]);
  });

  it('withdraws a door that does not open from inside, until it does', async () => {
    const exposed = valueOf(await check(await created(), { opens: true, expose: true }));
    const withdrawn = valueOf(await check(exposed, { opens: false, expose: true }));
    expect(withdrawn.containers[0]?.doors[0]).toEqual({
      ...exposed.containers[0]?.doors[0],
      exposed: false,
      insideHandle: undefined,
    });
    const again = await changeTo(withdrawn, withDoor({ exposed: true })(fieldsAs(withdrawn)));
    expect(again).toMatchObject({ reason: { code: 'handle_not_checked' } });
  });
});

describe('a planned move', () => {
  it('takes place at the local midnight that begins its day, once', async () => {
    const before = await created();
    const locations = [
      { validFrom: '2026-11-01', latitude: 59.9, longitude: 10.8 },
      { validFrom: '2026-11-21', latitude: 59.8, longitude: 10.7 },
    ];
    const planned = valueOf(await change(before, { locations }));
    expect(planned.location).toEqual({ latitude: 59.9, longitude: 10.8 });
    clock.set(new Date('2026-11-20T22:59:59Z'));
    await handlers().locations.handle();
    expect(await find(before.stationId)).toEqual(planned);
    clock.set(new Date('2026-11-20T23:00:00Z'));
    await handlers().locations.handle();
    const moved = await find(before.stationId);
    expect(moved).toMatchObject({ revision: planned.revision + 1, location: { latitude: 59.8, longitude: 10.7 } });
    expect(await lastAudit()).toMatchObject({ action: 'moved_as_planned', author_name: 'Kalenderen' });
    await handlers().locations.handle();
    expect(await find(before.stationId)).toEqual(moved);
  });

  it('of a container is its own', async () => {
    const before = await created();
    const [container] = before.containers;
    const locations = [{ validFrom: '2026-11-20', latitude: 59.7, longitude: 10.6 }];
    const moved = valueOf(await change(before, { containers: [{ ...container, locations }] }));
    expect(moved).toMatchObject({
      location: before.location,
      containers: [{ location: { latitude: 59.7, longitude: 10.6 } }],
    });
  });
});

describe('export and import', () => {
  it('of everything changes nothing', async () => {
    valueOf(await check(await created(), { opens: true, expose: true }));
    clock.set(new Date('2026-12-01T11:00:00Z'));
    const yaml = await exported();
    const { stations } = valueOf(await importing(yaml, { dryRun: false }));
    expect(stations.map(({ kind, fields, leftOut }) => ({ kind, fields, leftOut }))).toEqual(
      stations.map(() => ({ kind: 'unchanged', fields: [], leftOut: [] })),
    );
    expect(stations.length).toBeGreaterThan(1);
  });

  it('tells field by field what a file would change, and then changes it', async () => {
    const before = await created();
    const yaml = (await exported())
      .replace(
        `name: Tveita\n    district: Alna\n    address: Tvetenveien ${before.stationId}`,
        'name: Tveita Senter\n    district: Alna\n    address: Tvetenveien 1',
      )
      .replace(
        `id: ${before.stationId}-dor\n            dialect: selvbetjent\n            exposed: false`,
        `id: ${before.stationId}-dor\n            dialect: selvbetjent\n            exposed: true`,
      );
    const own = (stations: { stationId: string }[]) => stations.find(({ stationId }) => stationId === before.stationId);
    const dry = valueOf(await importing(yaml, { dryRun: true }));
    expect(own(dry.stations)).toMatchObject({
      kind: 'changed',
      fields: [
        { field: 'name', before: 'Tveita', after: 'Tveita Senter' },
        { field: 'address', before: `Tvetenveien ${before.stationId}`, after: 'Tvetenveien 1' },
        { field: `containers[ombruk].doors[${before.stationId}-dor].exposed`, before: false, after: true },
      ],
    });
    expect(await find(before.stationId)).toEqual(before);
    expect(await importing(yaml, { dryRun: false })).toMatchObject({ reason: { code: 'confirmation_needed' } });
    const done = valueOf(await importing(yaml, { dryRun: false, confirm: true }));
    expect(done).toEqual({ ...dry, applied: true });
    expect(await find(before.stationId)).toMatchObject({ name: 'Tveita Senter', revision: 2 });
  });

  it('is whole or not at all, with line and reason of every fault', async () => {
    const before = await created();
    const yaml = (await exported()).replace('district: Alna', 'district: 7').replace('Europe/Oslo', 'Oslo');
    const outcome = await importing(yaml, { dryRun: false });
    expect(outcome).toMatchObject({ outcome: 'denied', reason: { code: 'bad_file' } });
    const { faults } = (outcome as unknown as { reason: { details: { faults: { line: number; path: string }[] } } })
      .reason.details;
    expect(faults[0]).toMatchObject({
      path: 'stations[0].district',
      line: expect.any(Number),
      reason: expect.any(String),
    });
    expect(await find(before.stationId)).toEqual(before);
  });

  it('asks to confirm hours that open more, by who signed in lately, and leaves out nothing that the file leaves out', async () => {
    const before = await created();
    const yaml = `stations:\n${(await exported())
      .split(/(?=^ {2}- id: )/m)
      .filter((part) => part.includes(`- id: ${before.stationId}\n`))
      .join('')}`.replace('Mo-Fr 10:00-18:00', 'Mo-Fr 10:00-19:00');
    const refused = await importing(yaml, { dryRun: false });
    expect(refused).toMatchObject({
      reason: { code: 'confirmation_needed', details: { stations: [{ warnings: [{ code: 'opens_more' }] }] } },
    });
    const stranger = { ...OPERATOR, signedInAt: '2026-11-20T10:00:00Z' };
    const old = await importing(yaml, { dryRun: false, confirm: true, author: stranger });
    expect(old).toMatchObject({ reason: { code: 'recent_sign_in_needed' } });
    expect(valueOf(await importing(yaml, { dryRun: false, confirm: true })).applied).toBe(true);
    expect(await find('trosterud')).not.toBeNull();
  });

  it('asks to confirm a new station that is always open', async () => {
    const before = await created();
    const round = {
      ...before,
      stationId: 'alltid',
      containers: [],
      openingHours: [{ validFrom: '2026-01-01', hours: '24/7' }],
    };
    const yaml = writeStationsFile([round]);
    expect(await importing(yaml, { dryRun: false })).toMatchObject({
      reason: { code: 'confirmation_needed', details: { stations: [{ warnings: [{ code: 'always_open' }] }] } },
    });
    expect(await find('alltid')).toBeNull();
    const later = {
      ...round,
      openingHours: [...round.openingHours, { validFrom: '2026-02-01', hours: 'Mo 10:00-12:00' }],
    };
    expect(valueOf(await importing(writeStationsFile([later]), { dryRun: false })).applied).toBe(true);
  });

  it('stays through the next start, whose own file has not changed', async () => {
    const yaml = (await exported()).replace(TROSTERUD.address, 'Låven 1');
    valueOf(await importing(yaml, { dryRun: false }));
    await service.app.get(ApplyStationsFile).handle([TROSTERUD]);
    expect(await find('trosterud')).toMatchObject({ address: 'Låven 1' });
  });

  it.each([STAFF, { ...OPERATOR, stations: ['trosterud'] }])('is for operators of all only', async (author) => {
    expect(await handlers().exporting.handle({ author })).toMatchObject({ reason: { code: 'forbidden' } });
    expect(await importing('stations: []', { author })).toMatchObject({ reason: { code: 'forbidden' } });
  });
});

function handlers() {
  const { app } = service;
  const [database, stations] = [app.get(Database), app.get(StationStore)];
  const recorder = new ChangeRecorder(stations, app.get(AuditStore), app.get(Outbox), clock);
  return {
    create: new CreateStationHandler(database, stations, recorder, clock),
    change: new ChangeStationHandler(database, stations, recorder, clock),
    check: new RecordHandleCheckHandler(database, stations, recorder, clock),
    locations: new SwitchLocations(database, stations, recorder),
    importing: new ImportStationsHandler(database, stations, recorder, clock),
    exporting: new ExportStationsHandler(database, stations),
  };
}

function fieldsOf(id: string): StationFields {
  return {
    ...{ id, name: 'Tveita', district: 'Alna', address: `Tvetenveien ${id}`, timeZone: 'Europe/Oslo' },
    location: { latitude: 59.91, longitude: 10.84 },
    help: { phone: '22 00 00 00', text: { nb: 'Ring oss', en: 'Call us' } },
    openingHours: [{ validFrom: '2026-01-01', hours: 'Mo-Fr 10:00-18:00' }],
    containers: [
      {
        ...{ id: 'ombruk', name: 'Ombruk', stream: 'reuse', fraction: 'mixed-reuse' },
        ...{ capacityKg: 1500, access: 'self-service', scales: [] },
        doors: [{ id: `${id}-dor`, dialect: 'selvbetjent' }],
      },
    ],
  };
}

/** The station as an operator would send it back. */
function fieldsAs(station: StationChanged): StationFields {
  return { ...without(entryOf(station), 'openingHours', 'exceptions') };
}

function withDoor(door: object): (fields: StationFields) => StationFields {
  return (fields) => {
    const [container] = fields.containers as { doors: object[] }[];
    return { ...fields, containers: [{ ...container, doors: [{ ...container?.doors[0], ...door }] }] };
  };
}

async function created(): Promise<StationChanged> {
  made += 1;
  return valueOf(await handlers().create.handle({ author: OPERATOR, station: fieldsOf(`tveita-${made}`) }));
}

type More = Partial<Pick<ChangeStation, 'author' | 'confirm'>>;

function change(seen: StationChanged, fields: object, more: More = {}): Promise<Outcome<StationChanged>> {
  return changeTo(seen, { ...fieldsAs(seen), ...fields }, more);
}

function withContainer({ containers }: StationChanged, changes: object): Pick<StationChanged, 'containers'> {
  return { containers: containers.map((container) => ({ ...container, ...changes })) };
}

function changeTo(
  { stationId, revision }: StationChanged,
  station: StationFields,
  more: More = {},
): Promise<Outcome<StationChanged>> {
  return handlers().change.handle({ author: OPERATOR, stationId, expectedRevision: revision, station, ...more });
}

function check(
  { stationId }: StationChanged,
  found: { opens: boolean; expose?: boolean },
): Promise<Outcome<StationChanged>> {
  return handlers().check.handle({ author: STAFF, stationId, doorId: `${stationId}-dor`, ...found });
}

async function exported(): Promise<string> {
  return valueOf(await handlers().exporting.handle({ author: OPERATOR })).yaml;
}

function importing(yaml: string, more: Partial<ImportStations>) {
  return handlers().importing.handle({ author: OPERATOR, yaml, dryRun: false, ...more });
}

function find(stationId: string): Promise<StationChanged | null> {
  return service.app.get(StationStore).find(service.app.get(Database), stationId);
}

async function lastAudit(): Promise<Record<string, unknown> | undefined> {
  const [row] = await service.app.get(Database).query('SELECT * FROM audit ORDER BY position DESC LIMIT 1');
  return row;
}

function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.outcome !== 'ok') throw new Error(`Not ok: ${JSON.stringify(outcome)}`);
  return outcome.value;
}
