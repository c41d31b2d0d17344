import { expect, it } from '@jest/globals';
import { readSimulatorConfig } from './config';

it('tells all faults at once', () => {
  const wrong = {
    HOST: '0.0.0.0',
    SIMULATOR_PORT: 'x',
    LOG_LEVEL: 'loud',
    ADAPTER_PUBLIC_URL: 'adapter',
    STATIONS_FILE: '/does/not/exist.yaml',
  };
  expect(() => readSimulatorConfig(wrong)).toThrow(
    /6 fault[^]*HOST is 0\.0\.0\.0[^]*SIMULATOR_PORT[^]*LOG_LEVEL[^]*MQTT_URL is not set[^]*ADAPTER_PUBLIC_URL[^]*STATIONS_FILE/,
  );
});
