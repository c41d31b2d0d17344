import { deviceClocks, devicesOffline, devicesReboot, doorFaults } from './devices';
import { echo } from './echo';
import { type Fault } from './fault';
import { killPoints } from './kill-points';
import { lateCommits } from './late-commits';
import { cut, halfOpen, keyRotated, keyServerDown, reset, slow } from './links';
import { pause, restartStorm, sigkill } from './processes';
import {
  brokerKill,
  brokerRestart,
  brokerWiped,
  jetstreamDiskFull,
  jetstreamWiped,
  natsAway,
  natsKill,
  postgresDiskFull,
  postgresStop,
  sessionsEnded,
} from './servers';

/** Every fault that a phase can choose. */
export const FAULTS: readonly Fault[] = [
  ...[sigkill, restartStorm, pause, killPoints],
  ...[cut, halfOpen, slow, reset],
  ...[postgresStop, sessionsEnded, lateCommits, natsKill, natsAway, jetstreamWiped],
  ...[brokerRestart, brokerKill, brokerWiped],
  ...[jetstreamDiskFull, postgresDiskFull],
  ...[keyServerDown, keyRotated, echo],
  ...[devicesOffline, devicesReboot, deviceClocks, doorFaults],
];

/** @throws Error for a name that isn't one of a fault */
export function faultsNamed(names: readonly string[]): readonly Fault[] {
  const unknown = names.filter((name) => !FAULTS.some((fault) => fault.name === name));
  if (unknown.length > 0)
    throw new Error(`No such fault: ${unknown.join(', ')}. There are ${FAULTS.map(({ name }) => name).join(', ')}.`);
  return names.length === 0 ? FAULTS : FAULTS.filter(({ name }) => names.includes(name));
}
