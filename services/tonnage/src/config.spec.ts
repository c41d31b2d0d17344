import { expect, it } from '@jest/globals';
import { readTonnageConfig } from './config';

it('tells all faults at once', () => {
  const wrong = { HOST: '!', TONNAGE_PORT: 'x', LOG_LEVEL: 'loud', NATS_URL: 'mqtt://nats' };
  expect(() => readTonnageConfig(wrong)).toThrow(
    /5 fault[^]*HOST[^]*TONNAGE_PORT[^]*LOG_LEVEL[^]*DATABASE_URL is not set[^]*NATS_URL/,
  );
});
