import { describe, expect, it } from '@jest/globals';
import { changedStations, importedLines } from './stations-file';

describe('what a stations file would do', () => {
  it('is told by the names of the file, with what was there before', () => {
    const fields = [
      { field: 'containers[ombruk].scales[vekt1].topic', before: null, after: 'tele/vekt1/SENSOR' },
      { field: 'containers[ombruk].capacityKg', before: 1500, after: 2000 },
      { field: 'help.text', before: { nb: 'Ring' }, after: null },
    ];
    expect(importedLines({ fields })).toEqual([
      { what: 'containers[ombruk].scales[vekt1].topic', before: null, after: 'tele/vekt1/SENSOR' },
      { what: 'containers[ombruk].capacityKg', before: '1500', after: '2000' },
      { what: 'help.text', before: '{"nb":"Ring"}', after: null },
    ]);
  });

  it('leaves out the stations that stay as they are', () => {
    const [created, changed] = [{ kind: 'created' }, { kind: 'changed' }] as const;
    expect(changedStations([created, { kind: 'unchanged' }, changed])).toEqual([created, changed]);
  });
});
