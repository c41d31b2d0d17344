import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectAsync } from 'mqtt';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Page } from 'playwright-core';
import { type Browser, browserPath, openBrowser } from '../browser';
import { type ProcessName, startSystem, type System } from '../system';
import { ApiClient } from './api-client';

const HANG_MS = 120_000;
const STATION = 'demo-dogn';
const DOOR = 'demo-dogn-ombruk';

let system: System;
let staff: ApiClient;
let operator: ApiClient;

beforeAll(async () => {
  system = await startSystem();
  staff = await ApiClient.signIn(system, 'demo-staff');
  operator = await ApiClient.signIn(system, 'demo-operator');
}, 240_000);

afterAll(() => system?.stop(), 60_000);

interface Press {
  status: number;
  body?: { status: string; endUserMessage?: { text: string }; deniedReason?: { code: string } };
}

async function simulator<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${system.simulatorUrl}/sim/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body ? JSON.stringify(body) : undefined,
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return (text ? JSON.parse(text) : null) as T;
}

function press(thingId = DOOR, more: { timeBudgetMillis?: number } = {}): Promise<Press> {
  return simulator<Press>('POST', 'press', { thingId, actionId: 'unlock', ...more });
}

async function until<T>(read: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  const deadline = performance.now() + HANG_MS;
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    if (performance.now() > deadline) throw new Error(`It never came true; last: ${JSON.stringify(value)}`);
    await delay(100);
  }
}

function pressUntil(status: string): Promise<Press> {
  return until(
    () => press(),
    ({ body }) => body?.status === status,
  );
}

async function ledgerGrams(): Promise<number> {
  const { items } = await operator.get<{ items: { grams: number }[] }>(`/api/drop-offs?station=${STATION}`);
  return items.reduce((sum, { grams }) => sum + grams, 0);
}

const chromium = browserPath();
const inBrowser = chromium ? describe : describe.skip;

inBrowser('a day at the station, in a browser', () => {
  let browser: Browser;
  let phone: Page;
  let portal: Page;

  beforeAll(async () => {
    browser = await openBrowser(chromium!);
    browser.context.setDefaultTimeout(HANG_MS);
    phone = await browser.context.newPage();
    portal = await browser.context.newPage();
  });

  afterAll(() => browser?.close());

  const at = (page: Page, testId: string) => page.locator(`[data-testid="${testId}"]`);

  /** Pictures for the docs, when asked for by SCREENS_DIR. */
  async function picture(page: Page, name: string): Promise<void> {
    const folder = process.env.SCREENS_DIR;
    if (!folder) return;
    for (const width of [1440, 360]) {
      await page.setViewportSize({ width, height: 900 });
      await page.evaluate('document.fonts.ready');
      await page.screenshot({ path: join(folder, `${name}-${width}.png`), fullPage: true });
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  }

  async function signIn(person: 'staff' | 'operator', returnTo: string): Promise<void> {
    await browser.context.clearCookies();
    await portal.goto(`${system.portalUrl}/login?returnTo=${encodeURIComponent(returnTo)}`);
    await portal.locator('#name').fill(person);
    await portal.locator('#password').fill('demo');
    await portal.locator('button[type="submit"]').click();
    await portal.waitForURL((url) => url.pathname === returnTo);
  }

  async function pressInApp(): Promise<string> {
    await at(phone, 'press-open').click();
    return (await at(phone, 'answer-status').textContent()) ?? '';
  }

  it('shows a resident that the station is open', async () => {
    await portal.goto(`${system.portalUrl}/stasjon/${STATION}`);
    await at(portal, 'status').waitFor();
    expect(await at(portal, 'status').getAttribute('data-open')).toBe('true');
    await at(portal, 'week').waitFor();
  });

  it('turns a key press into counted kilos that the operator sees', async () => {
    await phone.goto(system.simulatorUrl);
    await at(phone, 'door-select').selectOption(DOOR);
    await until(pressInApp, (status) => status.includes('SUCCESS'));
    await at(phone, 'door-open').click();
    await at(phone, 'carry-10000').click();
    await at(phone, 'put-in').click();
    await picture(phone, 'simulator');
    await at(phone, 'door-close').click();

    await signIn('operator', '/drift/tall');
    const delivered = portal.locator('[data-testid="total"][data-flow="deliveredToReuseGrams"]');
    await until(
      async () => Number(await delivered.getAttribute('data-grams')),
      (grams) => Math.abs(grams - 10_000) <= 200,
    );
    await delivered.locator('a').click();
    await at(portal, 'flow-row').first().waitFor();
  }, 180_000);

  it('lets staff close the station, tells the resident why at the door, and opens again', async () => {
    await signIn('staff', `/drift/${STATION}`);
    await at(portal, 'close-now').click();
    await at(portal, 'closure-reason').first().click();
    await at(portal, 'closure').first().waitFor();
    const { body } = await pressUntil('DENIED');
    expect(body?.deniedReason?.code).toBe('closure');
    expect(body?.endUserMessage?.text).toContain('22 00 00 00');

    await at(portal, 'reopen').first().click();
    await pressUntil('SUCCESS');
  }, 180_000);

  it('holds Trosterud open from the simulator as a person would, and undoes it', async () => {
    const hours = async () =>
      (await staff.get<{ openingHours: { hours: string }[] }>('/api/stations/trosterud')).openingHours.at(-1)?.hours;
    const before = await hours();
    await at(phone, 'door-select').selectOption('trosterud-ombruk');
    await at(phone, 'hold-open').click();
    await until(hours, (text) => text !== before);
    await until(
      () => press('trosterud-ombruk'),
      ({ body }) => body?.status === 'SUCCESS',
    );
    await at(phone, 'hold-open-undo').click();
    await until(hours, (text) => text === before);
  }, 180_000);
});

describe('hours by the API', () => {
  it('changed by staff deny the next press with the reason and the next opening', async () => {
    const station = () =>
      staff.get<{ hoursVersion: number; openingHours: { hours: string }[] }>(`/api/stations/${STATION}`);
    const validFrom = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Oslo', dateStyle: 'short' }).format(
      new Date(),
    );
    const save = async (hours: string) => {
      const { hoursVersion } = await station();
      const change = { validFrom, hours, expectedVersion: hoursVersion, confirm: true };
      return staff.send('PUT', `/api/stations/${STATION}/opening-hours`, change);
    };
    expect((await save('Jan 01 00:00-00:01')).status).toBe(200);
    const { body } = await pressUntil('DENIED');
    expect(body).toMatchObject({ deniedReason: { code: 'outside_hours' } });
    expect(body?.endUserMessage?.text).toContain('1. januar');
    expect((await save('24/7')).status).toBe(200);
    await pressUntil('SUCCESS');
  });

  it('that cannot be read are refused with the position, and nothing changes', async () => {
    const { status, body } = await staff.send('PUT', `/api/stations/${STATION}/opening-hours`, {
      validFrom: '2099-01-01',
      hours: 'Mo 25:99',
      expectedVersion: 0,
    });
    expect(status).toBe(422);
    expect(JSON.stringify(body)).toContain('position');
  });
});

describe('bad input and outages', () => {
  it('malformed MQTT and unknown devices harm nothing', async () => {
    const client = await connectAsync(system.mqttUrl, { protocolVersion: 4 });
    const bad = [
      '',
      '{',
      'null',
      '[]',
      '{"boot":1}',
      '{"boot":"x","readings":[{"seq":1,"grams":1e308}]}',
      '\u0000',
      'x'.repeat(100_000),
    ];
    for (const device of ['demo-dogn-ombruk-vekt', DOOR, 'nobody']) {
      for (const channel of ['readings', 'state', 'result', 'online', 'ack']) {
        for (const payload of bad) {
          await client.publishAsync(`selvbetjent/v1/${STATION}/${device}/${channel}`, payload, { qos: 1 });
        }
      }
    }
    await client.endAsync();
    const grams = await ledgerGrams();
    await pressUntil('SUCCESS');
    await system.ready();
    expect(await ledgerGrams()).toBe(grams);
  });

  it('unlocking works while NATS, stations, dropoffs, tonnage and portal stand still', async () => {
    const others: ProcessName[] = ['nats', 'stations', 'dropoffs', 'tonnage', 'portal'];
    for (const name of others) await system.kill(name, 'SIGSTOP');
    try {
      await pressUntil('SUCCESS');
    } finally {
      for (const name of others) await system.kill(name, 'SIGCONT');
    }
    await system.ready();
  });

  it('a killed access opens again by itself, and a jammed door is never a success', async () => {
    await system.kill('access');
    await system.ready();
    await pressUntil('SUCCESS');
    await simulator('PUT', `doors/${DOOR}/faults`, { jammed: true });
    expect((await press()).body?.status).toBe('ERROR_TEMPORARY');
    await simulator('PUT', `doors/${DOOR}/faults`, { jammed: false });
  });
});
