import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Page } from 'playwright-core';
import { browserPath } from '../browser';
import { EditorStage, STATION } from './editor-stage';

const HOURS = 'Mo,We,Fr 11:00-16:00; Th 11:00-18:00; PH off';

const WEEK_MS = 7 * 86_400_000;
/** A local date of the station. */
const inAWeek = () =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Oslo' }).format(new Date(Date.now() + WEEK_MS));

const chromium = browserPath();
const inBrowser = chromium ? describe : describe.skip;

inBrowser('the hours editor', () => {
  let stage: EditorStage;
  let page: Page;

  beforeAll(async () => {
    stage = await EditorStage.start(chromium!);
    page = stage.page;
  }, 180_000);

  afterAll(() => stage?.stop(), 60_000);

  beforeEach(async () => {
    if ((await stage.hoursNow()) !== HOURS) expect(await stage.save(HOURS)).toBe(200);
    await page.evaluate('sessionStorage.clear()');
  });

  it('is used by keyboard alone: Monday, an exception, save, undo', async () => {
    await stage.openEditor();
    await stage.tabTo('[data-cell="Mo:0"]');
    await stage.keys('ArrowRight', 'Shift+ArrowLeft', 'Shift+ArrowLeft');
    expect(await stage.at('grid-told').textContent()).toBe('Mandag: 11:15–15:45');
    await stage.keys('Enter');
    await page.keyboard.type('0900');
    await stage.keys('Tab');
    await page.keyboard.type('13.30');
    await stage.keys('Enter');
    expect(await stage.at('hours-text').inputValue()).toBe('Mo 09:00-13:30; We,Fr 11:00-16:00; Th 11:00-18:00; PH off');
    await stage.at('preview-summary').filter({ hasText: 'endres' }).waitFor();
    await stage.tabTo('[data-testid="save-hours"]');
    await stage.keys('Enter');
    await stage.at('save-result').filter({ hasText: 'Lagret' }).waitFor();
    expect(await stage.hoursNow()).toBe('Mo 09:00-13:30; We,Fr 11:00-16:00; Th 11:00-18:00; PH off');

    await stage.tabTo('[data-testid="exception-date"]');
    await page.keyboard.type('03032030');
    await stage.keys('Enter');
    await stage.at('exception').waitFor();
    expect((await stage.schedule()).exceptions).toMatchObject([{ date: '2030-03-03', hours: 'off' }]);

    await stage.at('undo', page.locator('[data-action="exception_set"]')).waitFor();
    await stage.tabTo('[data-testid="undo"]');
    await stage.keys('Enter');
    await stage.at('undo-result').filter({ hasText: 'angret' }).waitFor();
    expect((await stage.schedule()).exceptions).toEqual([]);
    await stage.at('undo').filter({ hasText: 'Gjør om igjen' }).waitFor();
    await stage.tabTo('[data-testid="undo"]');
    await stage.keys('Enter');
    await stage.at('exception').waitFor();
    expect((await stage.schedule()).exceptions).toHaveLength(1);
    await stage.at('exception-remove').click();
    await stage.at('exception').waitFor({ state: 'detached' });
    expect(stage.faults).toEqual([]);
  });

  it('is used by mouse: spans are drawn, moved and stretched', async () => {
    await stage.openEditor();
    const box = (await stage.at('track', stage.row('Tu')).boundingBox())!;
    const x = (hour: number) => box.x + ((hour - 6) / 16) * box.width;
    const drag = async (day: string, from: number, to: number) => {
      await stage.at('track', stage.row(day)).scrollIntoViewIfNeeded();
      const { y, height } = (await stage.at('track', stage.row(day)).boundingBox())!;
      await page.mouse.move(from, y + height / 2);
      await page.mouse.down();
      await page.mouse.move((from + to) / 2, y + height / 2);
      await page.mouse.move(to, y + height / 2);
      await page.mouse.up();
    };
    await drag('Tu', x(9), x(12));
    await drag('Th', x(14), x(13));
    await drag('We', x(16) - 4, x(17) - 4);
    expect(await stage.at('hours-text').inputValue()).toBe(
      'Mo,Fr 11:00-16:00; Tu 09:00-12:00; We 11:00-17:00; Th 10:00-17:00; PH off',
    );
  });

  it('is used by touch in half hours, and on a phone by typed times', async () => {
    await stage.openEditor();
    const touch = await stage.context.newCDPSession(page);
    await touch.send('Emulation.setTouchEmulationEnabled', { enabled: true });
    const { x, y, width, height } = (await stage.at('block', stage.row('Mo')).boundingBox())!;
    const hour = width / 5;
    const finger = (type: 'touchStart' | 'touchMove' | 'touchEnd', by: number) => {
      const touchPoints = type === 'touchEnd' ? [] : [{ x: x + width / 2 + by, y: y + height / 2 }];
      return touch.send('Input.dispatchTouchEvent', { type, touchPoints });
    };
    await finger('touchStart', 0);
    await finger('touchMove', hour * 0.2);
    await finger('touchMove', hour * 0.6);
    await finger('touchEnd', 0);
    expect(await stage.at('hours-text').inputValue()).toBe('Mo 11:30-16:30; We,Fr 11:00-16:00; Th 11:00-18:00; PH off');
    await touch.send('Emulation.setTouchEmulationEnabled', { enabled: false });

    await page.setViewportSize({ width: 360, height: 740 });
    await stage.at('span-add', stage.row('Sa')).click();
    await stage.at('span-start', stage.row('Sa')).fill('12');
    await stage.at('span-end', stage.row('Sa')).fill('12');
    await stage.at('span-end', stage.row('Sa')).blur();
    await stage.at('span-fault', stage.row('Sa')).waitFor();
    await stage.at('span-end', stage.row('Sa')).fill('1430');
    await stage.at('span-end', stage.row('Sa')).blur();
    await stage.at('span-remove', stage.row('Th')).click();
    await stage.at('holidays').selectOption('as-weekdays');
    expect(await stage.at('hours-text').inputValue()).toBe('Mo 11:30-16:30; We,Fr 11:00-16:00; Sa 12:00-14:30');
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  it('follows the text, and shows nothing where the text says more or cannot be read', async () => {
    await stage.openEditor();
    await stage.at('hours-text').fill('Mo-Fr 22:00-02:00; PH 12:00-14:00');
    expect(await stage.at('span-end', stage.row('Fr')).inputValue()).toBe('02:00');
    expect(await stage.at('holidays').inputValue()).toBe('own');
    await stage.at('hours-text').fill('Mo 10:00-12:00; Dec 24 off');
    await stage.at('no-grid').filter({ hasText: 'sier mer' }).waitFor();
    expect(await stage.at('week-grid').count()).toBe(0);
    expect(await stage.faultsAt('hours-text-only')).toEqual([]);
    await stage.at('hours-text').fill('Mo 10:00-12:00; Tu 25:00');
    expect(await stage.at('hours-fault').getAttribute('data-position')).toBe('19');
    expect(await stage.at('preview').count()).toBe(0);
    expect(await stage.faultsAt('hours-fault')).toEqual([]);
  });

  it('has a winter of its own, and the days of other days', async () => {
    await stage.openEditor();
    await stage.at('season-new').click();
    await stage.at('season-add').click();
    await stage.at('copy-day', stage.row('Mo')).click();
    await stage.at('copy-to', stage.row('Mo')).first().click();
    await stage.at('preview-summary').filter({ hasText: 'endres' }).waitFor();
    expect(await stage.at('hours-text').inputValue()).toBe(
      'Apr-Sep Mo,We,Fr 11:00-16:00; Apr-Sep Th 11:00-18:00; Oct-Mar Mo-Fr 11:00-16:00; PH off',
    );
    expect(await stage.faultsAt('hours-seasons')).toEqual([]);
  });

  it('keeps the text of the second of two people, and shows what is now in force beside it', async () => {
    await stage.openEditor();
    await stage.at('hours-text').fill('Mo 11:00-15:00; PH off');
    expect(await stage.save('We 11:00-15:00; PH off')).toBe(200);
    await stage.at('save-hours').click();
    await stage.at('stale-version').waitFor();
    expect(await stage.at('hours-text').inputValue()).toBe('Mo 11:00-15:00; PH off');
    expect(await stage.at('now-in-force').textContent()).toContain('We 11:00-15:00; PH off');
    expect(await stage.hoursNow()).toBe('We 11:00-15:00; PH off');
    expect(await stage.faultsAt('hours-overtaken')).toEqual([]);
    await stage.at('save-hours').click();
    expect(await page.locator(':focus').getAttribute('data-testid')).toBe('keep-mine');
    await stage.keys('Enter');
    await stage.at('save-hours').click();
    await stage.at('confirm-hours').check();
    await stage.at('save-hours').click();
    await stage.at('save-result').filter({ hasText: 'Lagret' }).waitFor();
    expect(await stage.hoursNow()).toBe('Mo 11:00-15:00; PH off');
  });

  it('asks who opens more to sign in again, and keeps the draft meanwhile', async () => {
    await stage.openEditor();
    await stage.ageSignIns();
    await stage.at('span-end', stage.row('Th')).fill('20:00');
    await stage.at('span-end', stage.row('Th')).blur();
    await stage.at('confirm-hours').check();
    await stage.at('save-hours').click();
    await stage.at('sign-in-again').waitFor();
    expect(await stage.hoursNow()).toBe(HOURS);
    expect(await stage.faultsAt('hours-confirm')).toEqual([]);
    await stage.at('sign-in-link').click();
    await stage.answerSignIn();
    await stage.at('draft-restored').waitFor();
    await stage.at('confirm-hours').check();
    await stage.at('save-hours').click();
    await stage.at('save-result').filter({ hasText: 'Lagret' }).waitFor();
    expect(await stage.hoursNow()).toBe('Mo,We,Fr 11:00-16:00; Th 11:00-20:00; PH off');
  });

  it('takes hours for later and a day with its own hours, and takes both back', async () => {
    await stage.openEditor();
    await stage.at('valid-from').fill('2030-01-01');
    await stage.at('span-remove', stage.row('Th')).click();
    await stage.at('save-hours').click();
    await stage.at('save-result').filter({ hasText: 'Gjelder fra 1. januar 2030' }).waitFor();
    await stage.at('exception-date').fill('2030-03-03');
    await stage.at('exception-open').check();
    const until = stage.at('span-end', page.locator('form', { has: stage.at('exception-date') }));
    await until.fill('13:00');
    await until.blur();
    await stage.at('exception-reason-preset').selectOption('2');
    await stage.at('exception-preview').filter({ hasText: 'Stengt → 11.00–13.00' }).waitFor();
    await stage.at('exception-save').click();
    await stage.at('confirm-hours').check();
    expect(await stage.faultsAt('hours-exception')).toEqual([]);
    await stage.at('exception-save').click();
    await stage.at('exception').filter({ hasText: '3. mars 2030' }).waitFor();
    const reason = { nb: 'Vedlikehold', en: 'Maintenance' };
    expect((await stage.schedule()).exceptions).toEqual([{ date: '2030-03-03', hours: '11:00-13:00', reason }]);
    await stage.at('exception-remove').click();
    await stage.at('exception').waitFor({ state: 'detached' });

    await stage.at('withdraw').click();
    await stage.at('confirm-hours').check();
    await stage.at('withdraw').click();
    await stage.at('withdraw').waitFor({ state: 'detached' });
    expect(await stage.schedule()).toMatchObject({ exceptions: [] });
    expect(await stage.hoursNow()).toBe(HOURS);
  });

  it('plans a closure of one container, for everyone', async () => {
    await page.goto(`${stage.portalUrl}/drift/${STATION}`);
    await stage.at('closure-plan').locator('summary').click();
    await stage.at('plan-from').fill('2030-01-07');
    await stage.at('plan-until').fill('2030-01-08');
    await stage.at('plan-container').first().check();
    await stage.at('plan-everyone').check();
    await stage.at('plan-reason-preset').selectOption('2');
    expect(await stage.faultsAt('closing')).toEqual([]);
    await stage.at('plan-save').click();
    await stage.at('closure').waitFor();
    expect((await stage.schedule()).closures).toMatchObject([
      {
        from: '2030-01-07T07:00:00.000Z',
        until: '2030-01-08T15:00:00.000Z',
        containers: ['ombruk'],
        appliesTo: 'everyone',
        reason: { nb: 'Teknisk feil', en: 'Technical fault' },
      },
    ]);
    await stage.at('reopen').click();
    await stage.at('closure').waitFor({ state: 'detached' });
  });

  it('closes one container now until a time, and tells of each closure only what is so', async () => {
    await page.goto(`${stage.portalUrl}/drift/${STATION}`);
    await stage.at('close-now').click();
    await stage.at('closure-scope').selectOption('ombruk');
    await stage.at('closure-length').selectOption('until');
    await stage.at('closure-until').fill('');
    expect(await stage.at('closure-reason').first().isDisabled()).toBe(true);
    await stage.at('closure-until').fill('2030-01-08');
    await stage.at('closure-until-time').fill('10:00');
    expect(await stage.faultsAt('closing-until')).toEqual([]);
    await stage.at('closure-reason').first().click();
    await stage.at('close-result').filter({ hasText: 'til tir. 8. jan. kl. 10.00' }).waitFor();
    const running = async () => (await stage.schedule()).closures.filter(({ until }) => until?.startsWith('2030'));
    expect(await running()).toMatchObject([{ until: '2030-01-08T09:00:00.000Z', containers: ['ombruk'] }]);
    await stage.at('reopen').click();
    await stage.at('reopen-result').filter({ hasText: 'Åpningstidene gjelder igjen' }).waitFor();
    await stage.at('close-now').click();
    await stage.at('closure-reason').first().click();
    await stage.at('closure').waitFor();
    expect(await stage.at('reopen-result').textContent()).toBe('');
    await stage.at('reopen').click();
    await stage.at('closure').waitFor({ state: 'detached' });
  });

  it('closes a station in two taps on the start page, and opens it again in one', async () => {
    await page.goto(stage.portalUrl);
    const card = page.locator(`[data-testid="station-card"][data-station="${STATION}"]`);
    await stage.at('close-now', card).click();
    expect(await stage.at('close-scope', card).textContent()).toContain('Hele stasjonen');
    expect(await stage.faultsAt('start-close')).toEqual([]);
    await stage.at('closure-reason', card).first().click();
    await stage.at('close-undo', card).waitFor();
    expect(await stage.at('close-result', card).textContent()).toBe('Stengt: Is og glatt føre.');
    const running = async () => (await stage.schedule()).closures.filter(({ until }) => until === null);
    expect(await running()).toHaveLength(1);
    await stage.at('close-undo', card).click();
    await stage.at('close-now', card).waitFor();
    expect(await running()).toHaveLength(0);
  });

  it('is whole and open to all as it is first seen', async () => {
    await stage.openEditor();
    expect(await stage.faultsAt('hours', { pictured: false })).toEqual([]);
    expect(stage.faults).toEqual([]);
  });

  it('says at a day’s own hours that a closure keeps the station shut', async () => {
    await page.goto(stage.portalUrl);
    const card = page.locator(`[data-testid="station-card"][data-station="${STATION}"]`);
    await stage.at('close-now', card).click();
    await stage.at('closure-reason', card).first().click();
    await stage.at('close-undo', card).waitFor();
    await stage.openEditor();
    await stage.at('to-exceptions').click();
    await stage.at('exception-date').fill(inAWeek());
    await stage.at('exception-open').check();
    await stage.at('shut-anyway').filter({ hasText: 'Is og glatt føre. Stengingen går foran disse tidene.' }).waitFor();
    expect(await stage.faultsAt('hours-shut')).toEqual([]);
    await stage.at('exception-closed').check();
    await stage.at('shut-anyway').waitFor({ state: 'detached' });
    await stage.at('exception-open').check();
    await stage.at('shut-anyway').locator('a').click();
    await stage.at('reopen').click();
    await stage.at('reopen').waitFor({ state: 'detached' });
    await stage.openEditor();
    await stage.at('exception-preview').filter({ hasText: '→' }).waitFor();
    expect(await stage.at('shut-anyway').count()).toBe(0);
    expect(stage.faults).toEqual([]);
  });
});
