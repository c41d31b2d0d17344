import { describe, expect, it } from '@jest/globals';
import { type TonnageRow } from '@selvbetjent/contracts';
import { suppressSmallFigures } from './suppress-small-figures';

const ROW: TonnageRow = {
  period: '2026-11',
  stationId: 'trosterud',
  stream: 'reuse',
  fraction: 'mixed-reuse',
  grams: 12_300,
  takenOutGrams: 400,
  dropOffs: 5,
  uncertainGrams: 100,
};

describe('suppressSmallFigures', () => {
  it('leaves figures of five visits and more', () => {
    expect(suppressSmallFigures([ROW])).toEqual([ROW]);
  });

  it.each([0, 1, 4])('hides the grams of %d visits, not how many there were', (dropOffs) => {
    const hidden = { grams: null, takenOutGrams: null, uncertainGrams: null, suppressed: true };
    expect(suppressSmallFigures([{ ...ROW, dropOffs }])).toEqual([{ ...ROW, dropOffs, ...hidden }]);
  });
});
