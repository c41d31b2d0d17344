import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, type EnvironmentReader, readEnvironment } from './environment';

function faultsOf(source: NodeJS.ProcessEnv, read: (env: EnvironmentReader) => unknown): readonly string[] {
  try {
    readEnvironment(read, source);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
}

describe('readEnvironment', () => {
  it('tells all faults at once, each with the name of its variable', () => {
    const source = { PORT: '80a', DATABASE_URL: 'mysql://x', MQTT_PROTOCOL: '3', HOST: 'a b' };
    const faults = faultsOf(source, (env) => ({
      host: env.host('HOST', '127.0.0.1'),
      port: env.port('PORT', 8080),
      database: env.url('DATABASE_URL', ['postgres']),
      mqtt: env.oneOf('MQTT_PROTOCOL', ['4', '5'], '4'),
      nats: env.url('NATS_URL', ['nats']),
    }));
    const names = faults.map((fault) => fault.split(/[: ]/)[0]);
    expect(names).toEqual(['HOST', 'PORT', 'DATABASE_URL', 'MQTT_PROTOCOL', 'NATS_URL']);
  });

  it('never repeats a secret or a URL, which may carry a password', () => {
    const source = { ENCRYPTION_KEY: 'tooshort', DATABASE_URL: 'mysql://me:hunter2@db' };
    const faults = faultsOf(source, (env) => [env.secret('ENCRYPTION_KEY'), env.url('DATABASE_URL', ['postgres'])]);
    expect(faults).toHaveLength(2);
    expect(faults.join()).not.toMatch(/tooshort|hunter2/);
  });

  it('takes one server for a URL, no list of them', () => {
    const faults = faultsOf({ NATS_URL: 'nats://n1:4222,nats://n2:4222' }, (env) => env.url('NATS_URL', ['nats']));
    const others = faultsOf({ NATS_URL: 'nats://n1,nats://n2' }, (env) => env.url('NATS_URL', ['nats']));
    expect([faults.length, others.length]).toEqual([1, 1]);
  });

  it('takes empty and blank variables as unset', () => {
    const read = (env: EnvironmentReader) => [env.text('A', 'a'), env.port('B', 1), env.flag('C', 'on')];
    expect(readEnvironment(read, { A: '', B: ' ', C: '' })).toEqual(['a', 1, true]);
  });

  it.each([
    ['1', []],
    ['10', []],
    ['0', ['N: "0" is not a whole number from 1 to 10']],
    ['11', ['N: "11" is not a whole number from 1 to 10']],
    ['1.5', ['N: "1.5" is not a whole number from 1 to 10']],
    ['1e1', ['N: "1e1" is not a whole number from 1 to 10']],
  ])('a whole number from 1 to 10: %s', (text, faults) => {
    expect(faultsOf({ N: text }, (env) => env.integer('N', { min: 1, max: 10 }))).toEqual(faults);
  });

  it.each([
    ['http://127.0.0.1:8085', true],
    ['http://localhost', true],
    ['https://backend.example.no', true],
    ['http://backend.example.no', false],
    ['http://127.0.0.1.example.no', false],
    ['backend.example.no', false],
  ])('plain http is for this machine only: %s', (url, isTaken) => {
    const faults = faultsOf({ URL: url }, (env) => env.url('URL', ['http', 'https']));
    expect(faults.length === 0).toBe(isTaken);
  });
});
