import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { readSimulatedStations } from './simulated-stations';

const folder = mkdtempSync(join(tmpdir(), 'simulated-stations-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(text: string): string {
  const path = join(folder, 'stations.yaml');
  writeFileSync(path, text);
  return path;
}

describe('readSimulatedStations', () => {
  it('takes the stations that are marked as simulated and leaves the real ones alone', () => {
    const path = written(`stations:
  - { id: real, name: Real, containers: [{ id: a, doors: [{ id: real-a, dialect: selvbetjent }], scales: [] }] }
  - { id: demo, name: Demo, simulated: true, containers: [{ id: b, doors: [{ id: demo-b, dialect: selvbetjent }] }] }
  - { id: bare, name: Bare, simulated: true }`);
    const stations = readSimulatedStations(path);
    expect(stations.map(({ id }) => id)).toEqual(['demo', 'bare']);
    expect(stations[0]?.containers).toMatchObject([{ id: 'b', doors: [{ id: 'demo-b' }], scales: [] }]);
    expect(stations[1]?.containers).toEqual([]);
  });

  it.each(['', 'stations: 3', '{}'])('refuses %j, which is no stations file', (text) => {
    expect(() => readSimulatedStations(written(text))).toThrow('has no list "stations"');
  });
});
