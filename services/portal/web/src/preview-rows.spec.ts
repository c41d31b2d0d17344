import { describe, expect, it } from '@jest/globals';
import { previewRows, servedText } from './preview-rows';

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
      deniedAttempts: null,
    };
    expect(previewRows(preview, { from: '2026-11-23', days: 3 })).toEqual([
      { date: '2026-11-23', before: '11.00–16.00', after: '11.00–16.00', changed: false },
      { date: '2026-11-24', before: 'Stengt', after: '11.00–13.00', changed: true },
      { date: '2026-11-25', before: 'Stengt', after: 'Stengt', changed: false },
    ]);
  });
});

describe('servedText', () => {
  it.each([
    [null, ''],
    [{ days: 28, denied: 0, wouldServe: 0 }, ''],
    [
      { days: 28, denied: 3, wouldServe: 2 },
      'De siste 28 dagene: 3 ganger ble døren ikke åpnet fordi det var stengt. Med disse tidene ville 2 av dem ha sluppet inn.',
    ],
  ])('%j: %s', (attempts, text) => expect(servedText(attempts)).toBe(text));
});
