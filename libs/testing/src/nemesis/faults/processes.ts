import { setTimeout as delay } from 'node:timers/promises';
import { oneOf } from '../one-of';
import { type Fault, repeatedly, type Strike } from './fault';

const LONGEST_PAUSE_MS = 12_000;
const STORM_KILLS = 5;
const LONGEST_WAIT_MS = 20_000;
const POLL_MS = 100;
/** Both replicas of a service are in one of them, so that they are hardly ever away together. */
const LANES = [
  ['access', 'stations', 'portal'],
  ['dropoffs', 'tonnage'],
];

/** In each lane one after the other. */
export const sigkill: Fault = {
  name: 'sigkill',
  strike: async (strike) => {
    await Promise.all(LANES.map((services) => killInTurn(strike, services)));
  },
};

/** Another only when the one before is back, or so much time has passed: on a slow machine nobody would ever get on. */
function killInTurn(strike: Strike, services: readonly string[]): Promise<void> {
  const { fleet } = strike.bed;
  const names = services.flatMap((service) => fleet.replicasOf(service));
  return repeatedly(strike, [300, 1_500], async () => {
    const name = oneOf(strike.random, names);
    await fleet.kill(name);
    strike.injected(`SIGKILL ${name}`);
    const patienceMs = performance.now() + LONGEST_WAIT_MS;
    while (performance.now() < patienceMs && !(await fleet.areReady([name]))) await delay(POLL_MS);
  });
}

/** The same process again and again, before it is ready. */
export const restartStorm: Fault = {
  name: 'restart-storm',
  strike: async (strike) => {
    const name = oneOf(strike.random, strike.bed.fleet.names);
    for (let kills = 0; kills < STORM_KILLS; kills += 1) {
      await strike.bed.fleet.kill(name);
      strike.injected(`SIGKILL ${name}`);
      await delay(100 + strike.random.integer(700));
    }
  },
};

/** Beyond the ten seconds after which JetStream gives a message to another, too. */
export const pause: Fault = {
  name: 'pause',
  strike: (strike) =>
    repeatedly(strike, [500, 2_000], async () => {
      const { fleet } = strike.bed;
      const name = oneOf(strike.random, fleet.names);
      const pid = fleet.pidOf(name);
      fleet.signal(name, 'SIGSTOP');
      strike.injected(`SIGSTOP ${name}`);
      await delay(500 + strike.random.integer(LONGEST_PAUSE_MS));
      if (fleet.pidOf(name) === pid) fleet.signal(name, 'SIGCONT');
    }),
};
