import { expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readStationsConfig } from './config';

it('tells all faults at once, those of a missing stations file too', () => {
  const wrong = { HOST: '!', STATIONS_PORT: 'x', LOG_LEVEL: 'loud', STATIONS_FILE: '/does/not/exist.yaml' };
  expect(() => readStationsConfig(wrong)).toThrow(
    /6 fault[^]*HOST[^]*STATIONS_PORT[^]*LOG_LEVEL[^]*DATABASE_URL[^]*NATS_URL[^]*STATIONS_FILE: \/does\/not\/exist\.yaml/,
  );
});

it('tells the faults of the stations file with their lines, among the others', () => {
  const folder = mkdtempSync(join(tmpdir(), 'selvbetjent-config-'));
  const path = join(folder, 'stations.yaml');
  writeFileSync(path, 'stations:\n  - id: Trosterud!\n    colour: green\n');
  try {
    expect(() => readStationsConfig({ STATIONS_PORT: 'x', STATIONS_FILE: path })).toThrow(
      /STATIONS_PORT[^]*DATABASE_URL[^]*stations\.yaml:\d[^]*colour/,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
