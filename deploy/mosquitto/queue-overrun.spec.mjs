import { setTimeout as delay } from 'node:timers/promises';
import { topicOf } from '@selvbetjent/devices';
import { ServiceProcesses, startInfrastructure } from '@selvbetjent/testing';
import mqtt from 'mqtt';
import pg from 'pg';
import { hasMosquitto, passwordOf, startConfiguredMosquitto } from './real-mosquitto.mjs';

// SELVBETJENT_QUEUED=100000 SELVBETJENT_BACKLOG=120000 tries the queue at its true length.
const maxQueuedMessages = Number(process.env.SELVBETJENT_QUEUED ?? 300);
const backlog = Number(process.env.SELVBETJENT_BACKLOG ?? 1_500);
const HANG_MS = 60_000 + 5 * backlog;
// Of deploy/stations/stations.yaml.
const station = 'trosterud';
const scale = 'trosterud-ombruk-vekt';
const withMosquitto = hasMosquitto ? describe : describe.skip;
if (!hasMosquitto) console.warn('SKIPPED: there is no Mosquitto on this machine, so its queue was not overrun.');

withMosquitto('a backlog that is longer than the queue of Mosquitto', () => {
  let infrastructure, broker, services, device, database;
  beforeAll(async () => {
    infrastructure = await startInfrastructure();
    broker = await startConfiguredMosquitto({ devices: [scale], maxQueuedMessages });
    const mqttUrl = `mqtt://dropoffs:${passwordOf('dropoffs')}@127.0.0.1:${broker.port}`;
    const names = ['stations', 'dropoffs'];
    services = await ServiceProcesses.start({ ...infrastructure, mqttUrl }, { names });
    device = await mqtt.connectAsync(`mqtt://127.0.0.1:${broker.port}`, {
      username: scale,
      password: passwordOf(scale),
      protocolVersion: 4,
    });
    database = new pg.Pool({ connectionString: infrastructure.databaseUrl });
  }, HANG_MS);
  afterAll(async () => {
    await device?.endAsync(true);
    await database?.end();
    await services?.stop();
    await broker?.stop();
    await infrastructure?.stop();
  });

  test(
    'is shown to operators as dropped, and asked for until all of it is here, once',
    async () => {
      const boot = 'overrun-boot';
      const atMs = Date.now() - backlog * 1_000;
      let acknowledged = 0;
      let asked = 0;
      const send = (...seqs) => {
        const readings = seqs.map((seq) => ({ seq, at: atMs + seq * 1_000, grams: 400_000 }));
        return device.publishAsync(topicOf(station, scale, 'readings'), JSON.stringify({ boot, readings }), {
          qos: 1,
        });
      };
      device.on('message', (_topic, payload) => {
        const { seq, resend } = JSON.parse(String(payload));
        acknowledged = Math.max(acknowledged, seq ?? 0);
        if (!resend) return;
        asked += resend.length;
        void send(...resend);
      });
      await device.subscribeAsync(topicOf(station, scale, 'ack'), { qos: 1 });
      await send(1);
      await until(() => acknowledged === 1);

      services.kill('dropoffs', 'SIGSTOP');
      for (let seq = 2; seq < backlog; seq += 100)
        await Promise.all(Array.from({ length: Math.min(100, backlog - seq) }, (_, index) => send(seq + index)));
      services.kill('dropoffs', 'SIGCONT');

      await until(async () => {
        const metrics = await (await fetch(`${services.urlOf('dropoffs')}/metrics`)).text();
        return Number(/^selvbetjent_broker_dropped (\d+)/m.exec(metrics)?.[1] ?? 0) > 0;
      });
      const { rows: shown } = await database.query('SELECT broker_dropped FROM dropoffs.scale_listener');
      await send(backlog);
      await until(() => acknowledged === backlog);
      expect(asked).toBeGreaterThanOrEqual(Number(shown[0].broker_dropped));
      const { rows } = await database.query(
        'SELECT count(*)::int AS count, min(seq)::int AS first, max(seq)::int AS last FROM dropoffs.readings WHERE boot = $1',
        [boot],
      );
      expect(rows).toEqual([{ count: backlog, first: 1, last: backlog }]);
    },
    HANG_MS,
  );
});

async function until(holds) {
  const deadline = performance.now() + HANG_MS;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error('It never came true');
    await delay(50);
  }
}
