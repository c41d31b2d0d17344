import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { runInNewContext } from 'node:vm';
import * as library from './index';
import { brokenRules, ConformanceBackEnd, decodeActionResponse, runConformance } from './index';

const README = readFileSync(resolve(__dirname, '../README.md'), 'utf8');
const CODE = /```ts\n([^]*?)```/.exec(README)?.[1] ?? '';

let backEnd: ConformanceBackEnd;
let server: Server;
let url: string;
let opened: string[];
let stopKeys: () => Promise<void>;

/** The README's code as it stands, its imports given and its port exchanged. */
beforeAll(async () => {
  backEnd = await ConformanceBackEnd.start();
  opened = [];
  server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const given = {
    ...library,
    createServer: (listener: RequestListener) => ({ listen: () => server.on('request', listener) }),
    backEnd: backEnd.url,
    publicUrl: url,
    openDoor: (thingId: string) => Promise.resolve(Boolean(opened.push(thingId))),
    OslonokkelenKeys: class extends library.OslonokkelenKeys {
      override start(): Promise<void> {
        stopKeys = () => this.stop();
        return super.start();
      }
    },
  };
  const body = CODE.replaceAll(/^import .*$/gm, '');
  await (runInNewContext(`(async () => {${body}})()`, given) as Promise<void>);
});

afterAll(async () => {
  await stopKeys();
  server.closeAllConnections();
  server.close();
  await backEnd.stop();
});

describe('the adapter of the README', () => {
  it('has at most ten lines', () => {
    const lines = CODE.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('import '));
    expect(lines.length).toBeLessThanOrEqual(10);
  });

  it('imports only what there is', () => {
    const names = [...CODE.matchAll(/import \{ ([^}]*) \} from '@selvbetjent\/oslonokkelen'/g)].flatMap(([, list]) =>
      (list ?? '').split(', '),
    );
    expect(names.length).toBeGreaterThan(2);
    expect(names.filter((name) => !(name in library))).toEqual([]);
  });

  it('opens the door', async () => {
    const request = { requestId: 'r1', thingId: 'shed', actionId: 'unlock', timeBudgetMillis: 5_000 };
    const authorization = `bearer ${await backEnd.token('action:execute', url, { request })}`;
    const response = await fetch(`${url}/execute`, { method: 'POST', headers: { authorization } });
    expect(decodeActionResponse(new Uint8Array(await response.arrayBuffer()))).toEqual({ status: 'SUCCESS' });
    expect(opened).toEqual(['shed']);
  });

  it('passes the conformance kit', async () => {
    expect(brokenRules(await runConformance({ adapterUrl: url, backEnd, mutations: 100, seed: 1 }))).toEqual([]);
  });
});
