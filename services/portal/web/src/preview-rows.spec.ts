import { describe, expect, it } from '@jest/globals';
import { previewRows } from './preview-rows';

const MONDAY = { start: '2026-11-23T10:00:00Z', end: '2026-11-23T15:00:00Z' };
const TUESDAY = { start: '2026-11-24T10:00:00Z', end: '2026-11-24T12:00:00Z' };

describe('previewRows', () => {
  it('lists every day, with before and after where something changes', () => {
    const preview = {
      intervals: [MONDAY, TUESDAY],
      changes: [{ date: '2026-11-24', before: [], after: [TUESDAY] }],
      conflicts: [],
      warnings: [],
      canonical: '',
      hoursWarnings: [],
    };
    expect(previewRows(preview, { from: '2026-11-23', days: 3 })).toEqual([
      { date: '2026-11-23', before: '11.00–16.00', after: '11.00–16.00', changed: false },
      { date: '2026-11-24', before: 'Stengt', after: '11.00–13.00', changed: true },
      { date: '2026-11-25', before: 'Stengt', after: 'Stengt', changed: false },
    ]);
  });
});
