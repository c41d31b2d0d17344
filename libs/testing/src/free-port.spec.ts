import { expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { freePort } from './free-port';

const OUTGOING = '/proc/sys/net/ipv4/ip_local_port_range';
const lowestOutgoing = existsSync(OUTGOING) ? Number(readFileSync(OUTGOING, 'utf8').split(/\s/)[0]) : 32_768;

it('gives ports that no outgoing connection can take before they are used, each once', async () => {
  const ports = await Promise.all(Array.from({ length: 100 }, () => freePort()));
  expect(new Set(ports).size).toBe(ports.length);
  expect(Math.max(...ports)).toBeLessThan(lowestOutgoing);
});
