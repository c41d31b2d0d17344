import { randomBytes } from 'node:crypto';

/** All that a simulated device takes from its surroundings; tests bring their own. */
export interface SimulationEnvironment {
  /** The device's wall clock; may be wrong, as a device's may. */
  now(): Date;
  /** Milliseconds that never jump, from an arbitrary start. */
  monotonicMs(): number;
  randomBytes(count: number): Uint8Array;
  setTimeout(callback: () => void, delayMs: number): unknown;
  clearTimeout(timer: unknown): void;
}

export const realTime: SimulationEnvironment = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  randomBytes: (count) => randomBytes(count),
  setTimeout: (callback, delayMs) => setTimeout(callback, delayMs),
  clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
};

/** @returns `bytes` fresh random bytes as lower-case hexadecimal. */
export function randomHex(environment: SimulationEnvironment, bytes: number): string {
  return Buffer.from(environment.randomBytes(bytes)).toString('hex');
}
