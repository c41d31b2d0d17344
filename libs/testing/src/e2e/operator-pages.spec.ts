import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { browserPath } from '../browser';
import { ApiClient } from './api-client';
import { SignedInStage } from './signed-in-stage';

const STATIONS = 50;
const FIRST = 'stasjon-01';
const ATTEMPTS = 60;

const chromium = browserPath();
const inBrowser = chromium ? describe : describe.skip;

let stage: SignedInStage;
let operator: ApiClient;

/** As many as a city has, in the shape of the stations file. */
function stationsFile(count: number): string {
  const stations = Array.from({ length: count }, (_none, index) => {
    const id = `stasjon-${String(index + 1).padStart(2, '0')}`;
    return `
  - id: ${id}
    name: Minigjenbruksstasjon ${String(index + 1).padStart(2, '0')}
    district: Alna
    address: Veien ${index + 1}, Oslo
    location: { latitude: 59.93, longitude: 10.86 }
    timeZone: Europe/Oslo
    simulated: true
    help: { phone: '22 00 00 00', text: { nb: 'Ring oss.', en: 'Call us.' } }
    openingHours: [{ validFrom: 2023-01-16, hours: '24/7' }]
    containers:
      - id: ombruk
        name: Ombrukscontainer
        stream: reuse
        fraction: mixed-reuse
        capacityKg: 1500
        access: self-service
        doors: ${index < 2 ? `[{ id: ${id}-dor, dialect: selvbetjent, exposed: true }]` : '[]'}
        scales: ${index < 2 ? `[{ id: ${id}-vekt, dialect: selvbetjent, resolutionGrams: 100, maxKg: 3000 }]` : '[]'}
`;
  });
  return `stations:${stations.join('')}`;
}

inBrowser('what operators look after', () => {
  beforeAll(async () => {
    stage = await SignedInStage.start(chromium!, 'operator', { stationsFile: stationsFile(STATIONS) });
    operator = await ApiClient.signIn(stage.services, 'demo-operator');
  }, 180_000);

  afterAll(() => stage?.stop(), 60_000);

  it('shows the health of fifty stations, and those that need something alone', async () => {
    await stage.open('/drift/helse');
    await stage
      .at('health-row')
      .nth(STATIONS - 1)
      .waitFor();
    await stage.at('health-row').first().filter({ hasText: '0 av 1' }).filter({ hasText: 'aldri meldt seg' }).waitFor();
    await stage.at('service').and(stage.page.locator('[data-well="true"]')).nth(4).waitFor();
    await stage.at('verdict').filter({ hasText: 'trenger noe.' }).waitFor();
    await stage.page.setViewportSize({ width: 360, height: 900 });
    expect(await stage.page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await stage.tabTo('[data-testid="choice"][data-value="needs"]');
    await stage.keys('Enter');
    await stage.at('health-row').nth(2).waitFor({ state: 'detached' });
    expect(await stage.at('health-row').count()).toBe(2);
    expect(await stage.faultsAt('health-many')).toEqual([]);
    await stage.type('find-station', 'finnes ikke');
    await stage.at('no-rows').filter({ hasText: 'Ingen stasjon heter det.' }).waitFor();
  });

  it('says which service is silent, and goes on with the rest', async () => {
    stage.services.kill('dropoffs', 'SIGSTOP');
    await stage.open('/drift/helse');
    await stage.at('silent-parts').filter({ hasText: 'vekter' }).waitFor();
    await stage.at('health-row').first().filter({ hasText: 'Vet ikke nå' }).waitFor();
    await stage.at('service').filter({ hasText: 'Svarer ikke' }).waitFor();
    await stage.at('verdict').filter({ hasText: 'Vekter og vektbok er ikke i orden.' }).waitFor();
    stage.services.kill('dropoffs', 'SIGCONT');
  });

  it('shows who changed what, from what to what, by station and kind', async () => {
    const { hoursVersion } = await operator.get<{ hoursVersion: number }>(`/api/stations/${FIRST}/schedule`);
    await operator.send('PUT', `/api/stations/${FIRST}/opening-hours`, {
      ...{ validFrom: '2098-01-01', hours: 'Mo 11:00-16:00', expectedVersion: hoursVersion, confirm: true },
    });
    const reason = { nb: 'Is', en: 'Ice' };
    await operator.send('POST', '/api/stations/stasjon-02/closures', { appliesTo: 'residents', reason });
    await stage.open('/drift/logg');
    await stage.at('audit-item').filter({ hasText: 'Man 11–16' }).filter({ hasText: 'stasjon 01' }).waitFor();
    await stage.at('audit-kind').selectOption('closures');
    await stage.at('audit-item').nth(1).waitFor({ state: 'detached' });
    await stage.at('audit-item').and(stage.page.locator('[data-action="station_closed"]')).waitFor();
    expect(await stage.at('audit-item').count()).toBe(1);
    await stage.at('audit-station').selectOption(FIRST);
    await stage.at('none').filter({ hasText: 'Ingen slike endringer' }).waitFor();
    await stage.at('audit-kind').selectOption('');
    await stage.at('audit-item').nth(1).waitFor();
    expect(await stage.faultsAt('audit', { pictured: false })).toEqual([]);
    await stage.at('audit-station').selectOption('');
    await stage.at('more').waitFor();
    await stage.tabTo('[data-testid="more"]');
    await stage.keys('Enter');
    await stage
      .at('audit-item')
      .nth(STATIONS + 1)
      .waitFor();
    expect(await stage.at('audit-item').count()).toBe(STATIONS + 2);
  });

  it('shows every attempt once, page by page, with its outcome and reason in words', async () => {
    await stage.open(`/drift/${FIRST}/forsok`);
    await stage.at('none').filter({ hasText: 'Ingen har prøvd' }).waitFor();
    await attemptsOfOneInstant(ATTEMPTS);
    await stage.at('reload').click();
    await stage.at('attempt-row').nth(49).waitFor();
    await stage
      .at('attempt-row')
      .first()
      .filter({ hasText: 'Avslått' })
      .filter({ hasText: 'Midlertidig stengt' })
      .waitFor();
    await stage.tabTo('[data-testid="more"]');
    await stage.keys('Enter');
    await stage
      .at('attempt-row')
      .nth(ATTEMPTS - 1)
      .waitFor();
    const ids = await stage
      .at('attempt-row')
      .evaluateAll((rows: { dataset: { id?: string } }[]) => rows.map(({ dataset }) => dataset.id));
    expect(new Set(ids).size).toBe(ATTEMPTS);
    expect(await stage.at('more').count()).toBe(0);
    expect(await stage.faultsAt('attempts', { pictured: false })).toEqual([]);
    await stage.at('attempts-day').fill('2020-01-07');
    await stage.at('none').filter({ hasText: 'den dagen eller før' }).waitFor();
    await stage.at('attempts-day').fill('');
    await stage.at('attempt-row').nth(49).waitFor();
  });

  it('shows who has signed in, with role and stations', async () => {
    await stage.open('/drift/folk');
    const row = stage.at('person').filter({ hasText: 'Ola Operatør' });
    await row.filter({ hasText: 'Driftsansvarlig' }).filter({ hasText: 'Inne nå' }).waitFor();
    expect(await stage.faultsAt('people', { pictured: false })).toEqual([]);
    expect(stage.faults).toEqual([]);
  });
});

/** As they stand in the record; more than a page has, so that time alone could not tell them apart. */
async function attemptsOfOneInstant(count: number): Promise<void> {
  const client = new Client({ connectionString: stage.infrastructure.databaseUrl });
  await client.connect();
  await client.query(
    `INSERT INTO access.attempts (attempt_id, request_hash, station_id, container_id, door_id, command_id, requested_at,
                                  deadline_at, state, reason)
     SELECT gen_random_uuid(), decode(md5(n::text), 'hex'), $1, 'ombruk', $1 || '-dor', gen_random_uuid(), now(), now(),
            'denied', 'closure'
     FROM generate_series(1, $2::int) n`,
    [FIRST, count],
  );
  await client.end();
}
