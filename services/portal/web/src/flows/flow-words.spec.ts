import { describe, expect, it } from '@jest/globals';
import type { FlowFigure, FlowView } from '../api-types';
import { beforeText, changeText, chartSummary, completeWords, doubtText, partName, rangeName } from './flow-words';

/** Intl separates with spaces that don't break. */
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');
const FIGURE: FlowFigure = {
  ...{ part: 'total', key: '', flow: 'deliveredToReuseGrams', grams: 12_300, uncertainGrams: 0, correctedGrams: 0 },
  before: null,
};
const COMPLETE = { openMinutes: 600, weighedMinutes: 594, visits: 40, trustedVisits: 39 };

describe('the words of the dashboard', () => {
  it.each([
    ['2026-11-20', '2026-11-20', '20. november 2026'],
    ['2026-11-01', '2026-11-21', '1.–21. november 2026'],
    ['2026-01-01', '2026-11-21', '1. januar – 21. november 2026'],
    ['2025-12-30', '2026-01-02', '30. desember 2025 – 2. januar 2026'],
  ])('%s to %s is %s', (from, to, text) => expect(rangeName({ from, to })).toBe(text));

  it.each([
    [null, '–'],
    [{ key: '', grams: 10_000, differenceGrams: 2_300, percent: 23 }, '+2,3 kg (+23 %)'],
    [{ key: '', grams: 0, differenceGrams: 12_300, percent: null }, '+12,3 kg'],
    [{ key: '', grams: 24_600, differenceGrams: -12_300, percent: -50 }, '−12,3 kg (−50 %)'],
  ])('a change from %j', (before, text) => expect(plain(changeText({ ...FIGURE, before }))).toBe(text));

  it('says what was before, and no change where that is the figure itself', () => {
    const before = { key: '', grams: 24_600, differenceGrams: -12_300, percent: -50 };
    expect(plain(beforeText({ ...FIGURE, before }))).toBe('før 24,6: −12,3 kg (−50 %)');
    expect(beforeText({ ...FIGURE, before: { ...before, grams: 0, percent: null } })).toBe('før 0');
  });

  it('says of a figure what is doubtful, never less than it is, and nothing of a sure one', () => {
    expect(doubtText(FIGURE)).toBe('');
    const doubtful = doubtText({ ...FIGURE, uncertainGrams: 10, correctedGrams: 500 });
    expect(plain(doubtful)).toBe('usikkert: 0,01 kg (1 %), rettet for hånd: 0,5 kg');
  });

  it.each([
    ['nearly all weighed', {}, false, 'Vektene var i gang 99 % av åpningstiden.'],
    ['scales that stood still', { weighedMinutes: 300 }, true, 'Vektene var i gang 50 % av åpningstiden.'],
    [
      'scales that nobody knows of',
      { weighedMinutes: null },
      true,
      'Vi vet ikke hvor stor del av åpningstiden vektene var i gang.',
    ],
    ['visits in doubt', { trustedVisits: 20 }, true, '20 av 40 besøk (50 %) er veid sikkert.'],
    ['no visit', { visits: 0, trustedVisits: 0 }, false, 'Ingen besøk er kjent.'],
    ['a station that was closed', { openMinutes: 0, weighedMinutes: null }, false, 'Ingen stasjon hadde åpent.'],
  ])('tells of %s', (_name, more, doubtful, sentence) => {
    const words = completeWords({ ...COMPLETE, ...more }, 100_000);
    expect(words.doubtful).toBe(doubtful);
    expect(words.sentences.map(plain)).toContain(sentence);
  });

  it('doesn’t take a time of which nothing is recorded for one in which nothing came', () => {
    const unknown = { ...COMPLETE, weighedMinutes: null, visits: 0, trustedVisits: 0 };
    expect(completeWords(unknown, 0).verdict).toBe(
      'Ingenting er veid eller ført for denne tiden. 0 kg betyr at vi ikke vet.',
    );
    expect(completeWords(unknown, 1).verdict).toContain('for lave');
    expect(completeWords({ ...COMPLETE, visits: 0, trustedVisits: 0 }, 0).verdict).toBe('Nesten alt er veid sikkert.');
  });

  it('sums the chart up in a sentence', () => {
    const view = {
      ...{ from: '2026-10-01', to: '2026-11-30', by: 'month', split: null, against: null, complete: COMPLETE },
      ...{ flows: ['deliveredToReuseGrams'], periods: [{ key: '2026-10' }, { key: '2026-11' }] },
      figures: [FIGURE, { ...FIGURE, part: 'period', key: '2026-11' }],
    } as unknown as FlowView;
    expect(plain(chartSummary(view))).toBe(
      'Stolpediagram over 2 måneder: levert til ombruk 12,3 kg. Mest var levert til ombruk november 2026. Tallene står i tabellen under.',
    );
  });

  it('names parts, and hides no code that it doesn’t know', () => {
    expect(partName('station', 'trosterud', (id) => id.toUpperCase())).toBe('TROSTERUD');
    expect([partName('origin', 'business', String), partName('fraction', 'candles', String)]).toEqual([
      'Næring',
      'candles',
    ]);
    expect([partName('fraction', 'mixed-reuse', String), partName('fraction', 'toys', String)]).toEqual([
      'Blandet ombruk',
      'Leker',
    ]);
  });
});
