import { type DoorFaults } from '@selvbetjent/simulation';
import { setTimeout as delay } from 'node:timers/promises';
import { type LiveStation } from '../workload/live-station';
import { oneOf } from '../one-of';
import { type Fault, repeatedly, type Strike } from './fault';

const HOUR_MS = 3_600_000;
const LONGEST_OFFLINE_MS = 10_000;

const DOOR_FAULTS: [string, Partial<DoorFaults>][] = [
  ['mute', { mute: true }],
  ['jammed', { jammed: true }],
  ['refusing', { refusing: true }],
  ['slow', { slowMs: 2_500 }],
  ['late answers', { lateAnswerMs: 6_000 }],
  ['doubled results', { duplicateResults: true }],
  ['answers for another command', { answersForOther: true }],
  ['refusing late', { refusing: true, lateAnswerMs: 6_000 }],
  ['jammed and mute', { jammed: true, mute: true }],
];
const NO_FAULTS: Partial<DoorFaults> = {
  ...{ mute: false, jammed: false, refusing: false, slowMs: 0 },
  ...{ lateAnswerMs: 0, duplicateResults: false, answersForOther: false },
};

/** A station where nobody is and whose scale has rested; `visited`: one to which people come with kilos, in a moment without them. */
function idle({ stations, random }: Strike, { visited = false } = {}): LiveStation | undefined {
  const free = stations.filter(
    ({ isBusy, isReserved, plan }) => !isBusy && !isReserved && (!visited || plan.role === 'open'),
  );
  return free.length > 0 ? oneOf(random, free) : undefined;
}

/** Its devices lose the network, in the middle of whatever happens, and tell of it afterwards. */
export const devicesOffline: Fault = {
  name: 'devices-offline',
  strike: (strike) =>
    repeatedly(strike, [200, 1_500], async () => {
      const { door, scale } = oneOf(strike.random, strike.stations);
      await Promise.all([door.setFaults({ offline: true }), scale.setFaults({ offline: true })]);
      strike.injected('devices offline');
      await delay(500 + strike.random.integer(LONGEST_OFFLINE_MS));
      await Promise.all([door.setFaults({ offline: false }), scale.setFaults({ offline: false })]);
    }),
};

export const devicesReboot: Fault = {
  name: 'devices-reboot',
  strike: (strike) =>
    repeatedly(strike, [200, 1_500], async () => {
      const station = idle(strike);
      if (!station) return;
      await station.reboot();
      strike.injected('devices rebooted');
    }),
};

/**
 * From a reboot on a station's clocks are wrong by an hour either way, or by what a change to summer time makes of local time. Nothing is left to be told
 * by then: nobody can date what was never heard of while its clock ran.
 */
export const deviceClocks: Fault = {
  name: 'device-clocks',
  strike: (strike) =>
    repeatedly(strike, [200, 800], async () => {
      const station = idle(strike, { visited: true });
      if (!station || station.unacknowledged.length > 0) return;
      const errorMs = oneOf(strike.random, [HOUR_MS, -HOUR_MS, 0, 2 * HOUR_MS]);
      await station.reboot(errorMs);
      strike.injected(`device clocks ${errorMs / HOUR_MS} h`);
    }),
};

/** Doors that are mute, jammed, slow, late, doubling or answering for another command. */
export const doorFaults: Fault = {
  name: 'door-faults',
  strike: (strike) =>
    repeatedly(strike, [200, 1_000], async () => {
      const some = strike.random.shuffled(strike.stations).slice(0, 1 + strike.random.integer(strike.stations.length));
      for (const { door } of some) {
        const [name, faults] = oneOf(strike.random, DOOR_FAULTS);
        await door.setFaults(faults);
        strike.injected(`door ${name}`);
      }
      await delay(1_000 + strike.random.integer(6_000));
      for (const { door } of some) await door.setFaults(NO_FAULTS);
    }),
};
