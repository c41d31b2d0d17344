import { request } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type RunningService, startService } from '@selvbetjent/platform';
import { type SimulatorConfig } from './config';
import { describeSimulator } from './simulator.module';
import { type StationView } from './station-view';

/** With no broker, no adapter and no portal: the simulator still stands, and says what it lacks. */
describe('The simulator alone', () => {
  let service: RunningService;
  let dataDir: string;

  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'simulator-'));
    service = await startService(describeSimulator(config()));
  });

  afterEach(async () => {
    await service.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  function config(): SimulatorConfig {
    return {
      host: '127.0.0.1',
      port: 0,
      logLevel: 'silent',
      mqttUrl: 'mqtt://127.0.0.1:1',
      adapterUrl: 'http://127.0.0.1:1',
      issuer: 'http://127.0.0.1',
      portalUrl: 'http://127.0.0.1:1',
      dataDir,
      webDir: join(dataDir, 'no-page'),
      stations: [
        {
          id: 'demo',
          name: 'Demo',
          simulated: true,
          containers: [
            {
              id: 'ombruk',
              name: 'Ombruk',
              stream: 'reuse',
              capacityKg: 1_500,
              doors: [{ id: 'demo-ombruk', dialect: 'selvbetjent' }],
              scales: [{ id: 'demo-vekt', dialect: 'selvbetjent', resolutionGrams: 100, maxKg: 3_000 }],
            },
          ],
        },
      ],
    };
  }

  const post = (path: string, body?: object, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${service.url}/sim/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });

  const container = async () => {
    const stations = (await (await fetch(`${service.url}/sim/state`)).json()) as StationView[];
    return stations[0]!.containers[0]!;
  };

  it('is alive, but not ready without a broker', async () => {
    expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
    const ready = await fetch(`${service.url}/health/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ checks: { mqtt: expect.stringContaining('MQTT') } });
  });

  it('publishes its public key and says who is missing when a key is pressed', async () => {
    const { keys } = (await (await fetch(`${service.url}/adapter/v2/keys`)).json()) as { keys: object[] };
    expect(keys).toMatchObject([{ kty: 'EC', crv: 'P-256' }]);
    expect(keys[0]).not.toHaveProperty('d');
    const press = await post('press', { thingId: 'demo-ombruk', actionId: 'unlock' });
    expect(press.status).toBe(502);
    expect(await press.json()).toMatchObject({ code: 'adapter_unreachable' });
  });

  it('lets goods through an open door only, and never more out than there is', async () => {
    const { loadGrams } = await container();
    expect((await post('containers/demo/ombruk/put-in', { grams: 2_000 })).status).toBe(409);
    expect((await post('doors/demo-ombruk/open')).status).toBe(409);
    await post('doors/demo-ombruk/open-from-inside');
    expect((await post('containers/demo/ombruk/put-in', { grams: 2_500 })).status).toBe(200);
    expect((await container()).loadGrams).toBe(loadGrams + 2_500);
    const taken = await post('containers/demo/ombruk/take-out', { grams: 1_000_000 });
    expect(await taken.json()).toEqual({ grams: loadGrams + 2_500 });
    expect((await container()).loadGrams).toBe(0);
  });

  it('still has load, door and unacknowledged readings after a restart', async () => {
    await post('doors/demo-ombruk/open-from-inside');
    await post('containers/demo/ombruk/put-in', { grams: 4_321 });
    const before = await container();
    await service.close();
    service = await startService(describeSimulator(config()));
    const after = await container();
    expect(after.loadGrams).toBe(before.loadGrams);
    expect(after.doors[0]).toMatchObject({ open: true, pendingChanges: 1 });
    expect(after.scales[0]!.pendingReadings).toBeGreaterThan(before.scales[0]!.pendingReadings);
  });

  it('refuses pages of other sites, bad numbers and unknown things', async () => {
    expect((await post('doors/demo-ombruk/close', undefined, { origin: 'https://example.org' })).status).toBe(403);
    expect((await post('doors/demo-ombruk/close', undefined, { origin: service.url })).status).toBe(204);
    expect((await post('containers/demo/ombruk/put-in', { grams: 0.5 })).status).toBe(400);
    expect((await post('containers/demo/ombruk/put-in', { grams: 1, more: true })).status).toBe(400);
    expect((await post('doors/unknown/open')).status).toBe(404);
  });

  it.each(['example.org', 'a b'])('refuses a page that came by the host name %j', async (host) => {
    const status = await new Promise((resolve, reject) => {
      const path = `${service.url}/sim/state`;
      request(path, { headers: { host } }, (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end();
    });
    expect(status).toBe(403);
  });
});
