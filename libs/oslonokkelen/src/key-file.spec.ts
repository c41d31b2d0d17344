import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateSigningKey, keyFile, OslonokkelenKeys, type StoredKeys } from './index';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oslonokkelen-keys-'));
  path = join(folder, 'keys.json');
});

afterEach(() => rm(folder, { recursive: true }));

async function stored(...kids: string[]): Promise<StoredKeys> {
  const keys = await Promise.all(
    kids.map(async (kid) => {
      return { jwk: (await generateSigningKey(kid)).publicJwk, lastSeenAt: Date.now(), withdrawn: false };
    }),
  );
  return { url: 'https://example.org/keys', keys };
}

describe('a file of keys', () => {
  it('is nothing before the first save', async () => {
    expect(await keyFile(path).load()).toBeNull();
  });

  it('gives back what was saved last, for its owner only, and leaves nothing beside it', async () => {
    await keyFile(path).save(await stored('a'));
    const last = await stored('b', 'c');
    await keyFile(path).save(last);
    expect(await keyFile(path).load()).toEqual(last);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['keys.json']);
  });

  it('survives two writers at once whole', async () => {
    const [one, other] = [await stored('a'), await stored('b')];
    await Promise.all(Array.from({ length: 20 }, (_, turn) => keyFile(path).save(turn % 2 ? one : other)));
    expect([one, other]).toContainEqual(await keyFile(path).load());
  });

  it('that is damaged is reported, and the keys start without it', async () => {
    await writeFile(path, '{"url":');
    const events: string[] = [];
    const url = 'http://127.0.0.1:1/keys';
    const keys = new OslonokkelenKeys({ url, store: keyFile(path), onEvent: ({ type }) => events.push(type) });
    await keys.start();
    await keys.stop();
    expect(events).toEqual(['load_failed', 'fetch_failed']);
  });
});
