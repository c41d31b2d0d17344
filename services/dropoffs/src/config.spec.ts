import { expect, it } from '@jest/globals';
import { readDropoffsConfig } from './config';

it('tells all faults at once', () => {
  const wrong = {
    HOST: '!',
    DROPOFFS_PORT: '70000',
    LOG_LEVEL: 'loud',
    DATABASE_URL: 'x',
    MQTT_PROTOCOL: '3',
    RAW_RETENTION_DAYS: '0',
  };
  expect(() => readDropoffsConfig(wrong)).toThrow(
    /8 fault[^]*HOST[^]*DROPOFFS_PORT[^]*LOG_LEVEL[^]*DATABASE_URL[^]*NATS_URL is not set[^]*MQTT_URL is not set[^]*RAW_RETENTION_DAYS[^]*MQTT_PROTOCOL/,
  );
});
