import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recordedDay } from '@selvbetjent/simulation';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { caughtUp } from '../caught-up';
import { freePort } from '../free-port';
import { playUntilAcknowledged } from '../play-until-acknowledged';
import { startSystem, type System } from '../system';
import { ApiClient } from './api-client';
import { stationsFileOf } from './stations-file';

const MOSQUITTO = '/usr/sbin/mosquitto';
const DATE = '2026-11-19';
const withMosquitto = existsSync(MOSQUITTO) ? describe : describe.skip;
if (!existsSync(MOSQUITTO))
  console.warn(`SKIPPED: no ${MOSQUITTO} on this machine, so nothing is tried with Mosquitto.`);

let broker: ChildProcess;
let system: System;
let mqttUrl: string;

async function startMosquitto(): Promise<string> {
  const port = await freePort();
  broker = spawn(MOSQUITTO, ['-p', String(port)], { stdio: 'ignore' });
  for (let tries = 0; tries < 200; tries += 1) {
    const socket = connect(port, '127.0.0.1');
    const answered = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (answered) return `mqtt://127.0.0.1:${port}`;
    await delay(50);
  }
  throw new Error('Mosquitto does not listen');
}

withMosquitto('with Mosquitto as the broker', () => {
  beforeAll(async () => {
    mqttUrl = await startMosquitto();
    const env = { SIMULATOR: 'off', MQTT_URL: mqttUrl };
    system = await startSystem({ env, stationsFile: stationsFileOf(['trosterud']) });
  }, 240_000);

  afterAll(async () => {
    await system?.stop();
    broker?.kill();
  }, 60_000);

  it('a recorded day comes out to the gram, also when everything is sent twice', async () => {
    const grams = [4_200, -1_300, 12_500, 700];
    const day = recordedDay({
      stationId: 'trosterud',
      doorId: 'trosterud-dor',
      scaleId: 'trosterud-vekt',
      date: DATE,
      timeZone: 'Europe/Oslo',
      visits: grams.map((each, index) => ({ at: `1${index + 1}:05`, grams: each })),
      seed: 7,
      noiseGrams: 0,
      resolutionGrams: 100,
    });
    await playUntilAcknowledged(mqttUrl, [...day.messages, ...day.messages]);
    await caughtUp(system);
    const operator = await ApiClient.signIn(system, 'demo-operator');
    const { rows } = await operator.get<{ rows: object[] }>(
      `/api/tonnage?station=trosterud&from=${DATE}&to=${DATE}&by=day`,
    );
    expect(rows).toMatchObject([{ grams: 17_400, takenOutGrams: 1_300, dropOffs: 3 }]);
  }, 120_000);
});
