import { setTimeout as delay } from 'node:timers/promises';
import { type FaultProxy } from '../../fault-proxy';
import { type LinkName } from '../bed/bed';
import { oneOf } from '../one-of';
import { type Fault, repeatedly, type Strike } from './fault';

const LINKS: readonly LinkName[] = ['postgres', 'nats', 'mqtt', 'devices'];
const LONGEST_MS = 8_000;
const LONGEST_DELAY_MS = 1_500;
const KEY_ASKED_AGAIN_MS = 70_000;

/** A link gets worse for some seconds, and well again. */
function weather(name: string, worsen: (link: FaultProxy, strike: Strike) => void): Fault {
  return {
    name,
    strike: (strike) =>
      repeatedly(strike, [500, 3_000], async () => {
        const at = oneOf(strike.random, LINKS);
        const link = strike.bed.links[at];
        worsen(link, strike);
        strike.injected(`${name} ${at}`);
        await delay(500 + strike.random.integer(LONGEST_MS));
        link.heal();
      }),
  };
}

export const cut = weather('cut', (link) => link.cut());
export const halfOpen = weather('half-open', (link) => link.freeze());
export const slow = weather('slow', (link, { random }) => link.slow(1 + random.integer(LONGEST_DELAY_MS)));
export const reset = weather('reset', (link) => link.reset());

export const keyServerDown: Fault = {
  name: 'key-server-down',
  strike: async (strike) => {
    strike.bed.links.keys.cut();
    strike.injected('key server down');
    await delay(strike.durationMs);
    strike.bed.links.keys.heal();
  },
};

/** Not more often than a key that isn't known is asked for. */
export const keyRotated: Fault = {
  name: 'key-rotated',
  strike: async (strike) => {
    await delay(strike.random.integer(strike.durationMs));
    if (performance.now() - strike.bed.oslonokkelen.rotatedAtMs < KEY_ASKED_AGAIN_MS) return;
    await strike.bed.oslonokkelen.rotate();
    strike.injected('key rotated');
  },
};
