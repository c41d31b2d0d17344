import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConformanceBackEnd, decodeManifest, type Manifest, manifestContentHash } from '@selvbetjent/oslonokkelen';
import { type Infrastructure, startInfrastructure } from '@selvbetjent/testing';
import { AccessProcess, keepStations, rowsAt } from './access-process.test-kit';
import { aStation } from './access.test-kit';

const DOOR = 'dogn-ombruk';
let infrastructure: Infrastructure;
let backEnd: ConformanceBackEnd;
let replicas: [AccessProcess, AccessProcess];

beforeAll(async () => {
  infrastructure = await startInfrastructure();
  backEnd = await ConformanceBackEnd.start();
  const hidden = aStation('skjult', '24/7');
  hidden.containers[0]!.doors[0]!.exposed = false;
  await keepStations(infrastructure.databaseUrl, [
    aStation('dogn', '24/7'),
    aStation('stengt', 'off'),
    hidden,
    aStation('ekte', '24/7', { simulated: false }),
  ]);
  const options = { infrastructure, backEndUrl: backEnd.url };
  replicas = await Promise.all([AccessProcess.start(options), AccessProcess.start(options)]);
  await sql(
    `INSERT INTO access.doors (door_id, station_id, open, locked, battery, firmware, online, last_seen_at, changed_at)
     VALUES ('${DOOR}', 'dogn', false, true, 87, '1.2', true, now() + interval '1 hour', now())`,
  );
});

afterAll(async () => {
  await Promise.all((replicas ?? []).map((replica) => replica.kill()));
  await backEnd?.stop();
  await infrastructure?.stop();
});

function sql(query: string): Promise<object[]> {
  return rowsAt(infrastructure.databaseUrl, query);
}

async function scrape(
  replica: AccessProcess,
  knownTag?: string,
): Promise<{ status: number; tag: string | null; manifest: Manifest | null }> {
  const authorization = `bearer ${await backEnd.token('manifest:scrape', replica.adapterUrl)}`;
  const headers = { authorization, ...(knownTag !== undefined && { 'if-none-match': knownTag }) };
  const response = await fetch(`${replica.adapterUrl}/manifest`, { headers });
  const bytes = new Uint8Array(await response.arrayBuffer());
  const manifest = response.status === 200 ? decodeManifest(bytes) : null;
  expect(manifest ? bytes.length : 0).toBe(bytes.length);
  return { status: response.status, tag: response.headers.get('etag'), manifest };
}

async function versionsOfBoth(): Promise<number[]> {
  return Promise.all(replicas.map(async (replica) => (await scrape(replica)).manifest!.version));
}

async function manifestOf(replica: AccessProcess): Promise<Manifest> {
  return (await scrape(replica)).manifest!;
}

describe('the manifest', () => {
  it('offers exactly the exposed doors that this back end may open, each with unlock and its station’s page', async () => {
    const { things, errorCodes } = await manifestOf(replicas[0]);
    expect(things.map(({ id }) => id)).toEqual([DOOR, 'stengt-ombruk']);
    for (const { actions, uri, secondsWithoutMessageBeforeAlert, id } of things) {
      expect(actions.map((action) => action.id)).toEqual(['unlock']);
      expect(uri).toMatch(new RegExp(`/stasjon/${id.replace('-ombruk', '')}$`));
      expect(secondsWithoutMessageBeforeAlert).toBe(600);
    }
    expect(things[0]!.states.map(({ kind }) => kind).sort()).toEqual(
      ['actionHealth', 'battery', 'deviceType', 'locked', 'online', 'open'].sort(),
    );
    expect(errorCodes.map(({ code }) => code)).toContain('outside_hours');
  });

  it('has one version on both replicas, which stays while nothing that counts changes, over restarts too', async () => {
    const { tag, manifest } = await scrape(replicas[0]);
    const { version } = manifest!;
    expect(await versionsOfBoth()).toEqual([version, version]);
    await sql(`UPDATE access.doors SET last_seen_at = last_seen_at + interval '1 s', changed_at = now()`);
    await sql(
      `INSERT INTO access.attempts (attempt_id, request_hash, station_id, container_id, door_id, command_id, requested_at, deadline_at, state)
       VALUES (gen_random_uuid(), 'x', 'dogn', 'ombruk', '${DOOR}', gen_random_uuid(), now(), now(), 'denied')`,
    );
    expect((await manifestOf(replicas[1])).things[0]!.states.map(({ kind }) => kind)).toContain('debugLog');
    expect(await versionsOfBoth()).toEqual([version, version]);
    await Promise.all(replicas.map((replica) => replica.kill()));
    await Promise.all(replicas.map((replica) => replica.startAgain()));
    expect(await versionsOfBoth()).toEqual([version, version]);
    for (const replica of replicas) {
      expect(await scrape(replica, tag!)).toMatchObject({ status: 304, manifest: null });
      expect((await scrape(replica, `W/${tag}`)).status).toBe(304);
      expect((await scrape(replica, '"0"')).status).toBe(200);
    }
  });

  it('rises by one for a change, whoever is asked first, and never falls', async () => {
    const [before] = await versionsOfBoth();
    await sql('UPDATE access.doors SET battery = 10');
    expect(await versionsOfBoth()).toEqual([before! + 1, before! + 1]);
    await sql('UPDATE access.doors SET battery = 87');
    expect(await versionsOfBoth()).toEqual([before! + 2, before! + 2]);
  });

  it('never has two contents under one version, while doors move and both are asked at once', async () => {
    const seen: { version: number; hash: string }[][] = [[], []];
    let moving = true;
    const moves = (async () => {
      for (let move = 0; moving; move += 1)
        await sql(`UPDATE access.doors SET open = ${move % 2 === 0}, battery = ${(move * 20) % 100}`);
    })();
    const lanes = [0, 0, 0, 1, 1, 1].map(async (index) => {
      for (let turn = 0; turn < 25; turn += 1) {
        const manifest = await manifestOf(replicas[index as 0 | 1]);
        seen[index]!.push({ version: manifest.version, hash: manifestContentHash(manifest) });
      }
    });
    await Promise.all(lanes);
    moving = false;
    await moves;
    const all = seen.flat();
    const hashes = new Map<number, Set<string>>();
    for (const { version, hash } of all) hashes.set(version, (hashes.get(version) ?? new Set()).add(hash));
    expect(hashes.size).toBeGreaterThan(5);
    expect([...hashes.values()].filter((contents) => contents.size > 1)).toEqual([]);
    const highest = Math.max(...all.map(({ version }) => version));
    expect((await versionsOfBoth()).every((version) => version >= highest)).toBe(true);
  });
});
