import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ActivityView } from '@selvbetjent/contracts';
import { setTimeout as delay } from 'node:timers/promises';
import { browserPath } from '../browser';
import { ApiClient } from './api-client';
import { SignedInStage } from './signed-in-stage';

const STATION = 'trosterud';
const DEMO = 'demo-dogn';
const HANG_MS = 60_000;

const chromium = browserPath();
const inBrowser = chromium ? describe : describe.skip;

let stage: SignedInStage;
let staff: ApiClient;

const card = (id: string) => stage.page.locator(`[data-testid="my-station"][data-station="${id}"]`);
const closureReason = { nb: 'Is på rampen', en: 'Ice on the ramp' };

interface Row {
  kind: string;
  containerId: string;
  fraction: string;
  grams: number;
  note?: string;
}
async function rows(): Promise<Row[]> {
  return (await staff.get<{ items: Row[] }>(`/api/stations/${STATION}/drop-offs`)).items;
}

/** As somebody else does. */
async function correctMeanwhile(): Promise<void> {
  const [view] = (await staff.get<{ items: ActivityView[] }>(`/api/activities?station=${STATION}`)).items;
  if (!view) throw new Error('There is no activity');
  const goods = view.activity.goods.map((one) => ({ ...one, grams: 12_000 }));
  const correction = { activity: { ...view.activity, goods }, reason: 'Veid på nytt', expectedRevision: view.revision };
  await staff.send('POST', `/api/activities/${view.activityId}/corrections?station=${STATION}`, correction);
}

/** What is told by itself comes after a while. */
async function soon(isThere: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + HANG_MS;
  while (!(await isThere())) {
    if (performance.now() > deadline) throw new Error('It never came');
    await delay(100);
  }
}

inBrowser('what staff do in a day', () => {
  beforeAll(async () => {
    stage = await SignedInStage.start(chromium!, 'staff');
    staff = await ApiClient.signIn(stage.services, 'demo-staff');
  }, 180_000);

  afterAll(() => stage?.stop(), 60_000);

  it('enters an activity by keyboard alone, corrects it and strikes it, with its kilos', async () => {
    await stage.open(`/drift/${STATION}/aktiviteter`);
    await stage.at('none').waitFor();
    expect(await stage.faultsAt('activities-empty')).toEqual([]);
    await stage.tabTo('[data-testid="activity-record"]');
    await stage.keys('Enter');
    await stage.at('activity-title').and(stage.page.locator(':focus')).waitFor();
    await stage.keys('Enter');
    expect(await stage.at('activity-fault').textContent()).toBe('Skriv hva det var.');
    await stage.page.keyboard.type('Reparasjonskveld i november');
    expect(await stage.at('activity-place').inputValue()).toBe('Trosterud minigjenbruksstasjon');
    await stage.type('activity-place', 'Låven');
    await stage.type('goods-kilos', '12,3');
    await stage.choose('goods-fraction', 'Leker');
    await stage.type('activity-visitors', '31');
    expect(await stage.faultsAt('activities-form')).toEqual([]);
    await stage.keys('Enter');
    await stage.at('activity-told').filter({ hasText: 'er registrert' }).waitFor();
    await stage.at('activity-record').and(stage.page.locator(':focus')).waitFor();
    await stage
      .at('activity')
      .filter({ hasText: '12,3 kg Leker (veid)' })
      .filter({ hasText: '31 besøkende' })
      .waitFor();
    expect(await stage.faultsAt('activities', { pictured: false })).toEqual([]);

    await stage.tabTo('[data-testid="activity-correct"]');
    await stage.keys('Enter');
    await stage.type('goods-kilos', '11');
    await stage.type('activity-reason', 'Lest feil av');
    await correctMeanwhile();
    await stage.keys('Enter');
    await stage.at('problem').filter({ hasText: 'Se over det som gjelder nå' }).waitFor();
    await stage.at('activity').filter({ hasText: '12,0 kg Leker' }).waitFor();
    await stage.keys('Enter');
    await stage.at('activity').filter({ hasText: '11,0 kg Leker' }).filter({ hasText: '«Lest feil av»' }).waitFor();
    await stage.tabTo('[data-testid="activity-strike"]');
    await stage.keys('Enter');
    await stage.at('strike-reason').and(stage.page.locator(':focus')).waitFor();
    expect(await stage.faultsAt('activities-strike')).toEqual([]);
    await stage.page.keyboard.type('Ført to ganger');
    await stage.keys('Enter');
    await stage.at('activity').filter({ hasText: 'Strøket' }).waitFor();
    const kilos = (await rows()).filter(({ kind }) => kind === 'activity');
    expect(kilos.map(({ grams }) => grams).sort((one, other) => one - other)).toEqual([-11_000, -1_000, -300, 12_300]);
  });

  it('enters a drop-off, a collection and a transfer by keyboard alone', async () => {
    await stage.open(`/drift/${STATION}/kilo`);
    await stage.at('entry-form').waitFor();
    await stage.tabTo('[data-testid="choice-manual"]');
    await stage.type('entry-kilos', '7,5');
    await stage.type('entry-reason', 'Vekten var på reparasjon');
    await stage.keys('Enter');
    await stage.at('weighing').filter({ hasText: '+7,5 kg' }).waitFor();

    await stage.page.reload();
    await stage.tabTo('[data-testid="choice-manual"]');
    await stage.keys('ArrowDown');
    await stage.type('entry-kilos', '4');
    await stage.type('entry-reason', 'Hentet med bil');
    await stage.keys('Enter');
    await stage.at('weighing').filter({ hasText: '−4,0 kg' }).waitFor();

    await stage.page.reload();
    await stage.tabTo('[data-testid="choice-manual"]');
    await stage.keys('ArrowDown', 'ArrowDown');
    await stage.choose('entry-to', 'Gjen');
    await stage.type('entry-kilos', '1');
    await stage.type('entry-reason', 'Lå i feil container');
    await stage.keys('Enter');
    await stage.at('weighing').filter({ hasText: '+1,0 kg' }).waitFor();

    const entered = (await rows()).filter(({ kind }) => kind !== 'activity');
    const told = entered.map(({ kind, containerId, grams, note }) => `${kind} ${containerId} ${grams} ${note}`);
    expect(told.sort()).toEqual([
      'collection ombruk -4000 Hentet med bil',
      'manual ombruk 7500 Vekten var på reparasjon',
      'transfer gjenvinning 1000 Lå i feil container',
      'transfer ombruk -1000 Lå i feil container',
    ]);
  });

  it('names the row that was moved, which then needs no kilos', async () => {
    await stage.open(`/drift/${STATION}/kilo`);
    await stage.at('choice-transfer').check();
    await stage.at('entry-to').selectOption('gjenvinning');
    const moved = stage.at('entry-row').locator('option').filter({ hasText: '+7,5 kg' });
    await stage.at('entry-row').selectOption(await moved.getAttribute('value'));
    await stage.at('entry-reason').fill('Hele leveringen lå feil');
    await stage.at('entry-effect').filter({ hasText: '+7,5 kg Flyttet' }).waitFor();
    expect(await stage.faultsAt('kilos-transfer')).toEqual([]);
    await stage.at('entry-send').click();
    await stage.at('weighing').filter({ hasText: 'Hele leveringen lå feil' }).nth(1).waitFor();
    const told = (await rows()).filter(({ note }) => note === 'Hele leveringen lå feil');
    expect(told.map(({ containerId, grams }) => `${containerId} ${grams}`).sort()).toEqual([
      'gjenvinning 7500',
      'ombruk -7500',
    ]);
  });

  it('is led past the form to a row, and says what it was in Norwegian', async () => {
    await stage.open(`/drift/${STATION}/kilo`);
    const delivered = stage.at('weighing').filter({ hasText: '+7,5 kg Ført for hånd, Ombruk Blandet ombruk' });
    await delivered.waitFor();
    await stage.at('to-rows').click();
    await stage.at('correct', delivered).click();
    await stage.at('correction-fraction').selectOption({ label: 'Leker' });
    await stage.at('correction-reason').fill('Bare leker');
    await stage.at('correction-send').click();
    const corrected = stage.at('weighing').filter({ hasText: 'Ombruk Leker' }).filter({ hasText: '«Bare leker»' });
    await corrected.waitFor();
    expect((await rows()).filter(({ note }) => note === 'Bare leker').map(({ fraction }) => fraction)).toContain(
      'toys',
    );
  });

  it('sees what asks for somebody first, what happened today, and closes in two keys', async () => {
    await soon(async () => {
      const [day] = await staff.get<{ kilos: { delivered: { grams: number }[] } | null }[]>(
        `/api/today?station=${STATION}`,
      );
      return day?.kilos?.delivered.some(({ grams }) => grams === 7_500) ?? false;
    });
    await staff.send('POST', `/api/stations/${STATION}/closures`, { appliesTo: 'residents', reason: closureReason });
    await stage.open('/drift');
    await stage.at('attention-item', card(STATION)).filter({ hasText: 'Stengt: Is på rampen' }).waitFor();
    await stage.at('day-reuse', card(STATION)).filter({ hasText: '7,5 kg' }).waitFor();
    expect(await stage.at('my-station').first().getAttribute('data-station')).toBe(STATION);
    expect(await stage.at('summary').textContent()).toContain('trenger deg');
    expect(await stage.faultsAt('today', { pictured: false })).toEqual([]);

    await stage.tabTo(`[data-station="${DEMO}"] [data-testid="close-now"]`);
    await stage.keys('Enter');
    await stage.at('closure-reason', card(DEMO)).first().and(stage.page.locator(':focus')).waitFor();
    await stage.keys('Enter');
    await stage.at('close-undo', card(DEMO)).and(stage.page.locator(':focus')).waitFor();
    await stage.at('attention-item', card(DEMO)).filter({ hasText: 'Stengt:' }).waitFor();
    await stage.at('close-undo', card(DEMO)).and(stage.page.locator(':focus')).waitFor();
    await stage.keys('Enter');
    await stage.at('close-result', card(DEMO)).filter({ hasText: 'angret' }).waitFor();
  });

  it('goes on with the rest when owners are silent, and says what can’t be told', async () => {
    for (const name of ['tonnage', 'dropoffs'] as const) stage.services.kill(name, 'SIGSTOP');
    await stage.open('/drift');
    await stage.at('attention-item', card(STATION)).filter({ hasText: 'Stengt: Is på rampen' }).waitFor();
    await stage.at('day-unknown', card(STATION)).waitFor();
    await stage.at('silent-parts').filter({ hasText: 'vekter' }).waitFor();
    expect(await stage.faultsAt('today-silent')).toEqual([]);
    for (const name of ['tonnage', 'dropoffs'] as const) stage.services.kill(name, 'SIGCONT');
    expect(stage.faults).toEqual([]);
  });

  it('has a page of one’s own, and signs out everywhere', async () => {
    await stage.open('/drift/meg');
    await stage.at('me').filter({ hasText: 'Kari Kundeveileder' }).filter({ hasText: 'Alle stasjoner' }).waitFor();
    expect(await stage.faultsAt('me', { pictured: false })).toEqual([]);
    const kept = await stage.page.context().cookies();
    await stage.tabTo('[data-testid="sign-out-everywhere"]');
    await stage.keys('Enter');
    await stage.page.waitForURL((url) => url.pathname === '/');
    await stage.page.context().addCookies(kept);
    await stage.open('/drift/meg');
    await stage.at('sign-in').waitFor();
    expect(stage.faults).toEqual([]);
  });
});
