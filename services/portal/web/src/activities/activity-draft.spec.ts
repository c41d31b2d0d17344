import { describe, expect, it } from '@jest/globals';
import { ACTIVITY_KINDS, METHODS, ORIGINS, STREAMS } from '@selvbetjent/contracts';
import fc from 'fast-check';
import type { Activity } from '../api-types';
import { activityFault, activityOf, draftOf, emptyDraft, emptyGoods } from './activity-draft';

const TODAY = '2026-11-23';
const GOOD = { ...emptyDraft(TODAY), title: 'Marked', place: 'Låven' };

const text = fc.stringMatching(/^[a-zæøå][a-zæøå0-9 -]{0,20}[a-zæøå]$/);
const maybeCount = fc.option(fc.nat({ max: 10_000 }));
const activities: fc.Arbitrary<Activity> = fc.record({
  localDate: fc.constantFrom('2026-11-23', '2021-01-01'),
  ...{ place: text, title: text, kind: fc.constantFrom(...ACTIVITY_KINDS) },
  goods: fc.array(
    fc.record({
      ...{ stream: fc.constantFrom(...STREAMS), fraction: text, grams: fc.integer({ min: 1, max: 999_999_999 }) },
      ...{ method: fc.constantFrom(...METHODS), origin: fc.constantFrom(...ORIGINS) },
    }),
    { maxLength: 4 },
  ),
  residentEvents: fc.nat({ max: 10_000 }),
  programme: fc.option(fc.constantFrom('ombruksuka', 'a1')),
  ...{ visitors: maybeCount, items: maybeCount, repairedItems: maybeCount, helpers: maybeCount },
  note: fc.option(text),
});

describe('an activity in the fields', () => {
  it('is the same when nothing is changed, to the gram', () => {
    fc.assert(
      fc.property(activities, (activity) => {
        const draft = draftOf(activity);
        expect(activityFault(draft, TODAY)).toBeNull();
        expect(activityOf(draft)).toEqual(activity);
      }),
    );
  });

  it.each([
    ['without a title', { title: ' ' }, 'title'],
    ['without a day', { localDate: '' }, 'localDate'],
    ['of tomorrow', { localDate: '2026-11-24' }, 'localDate'],
    ['without a place', { place: '' }, 'place'],
    ['with kilos that are none', { goods: [emptyGoods(), { ...emptyGoods(), kilos: 'mange' }] }, 'kilos-1'],
    ['with kilos of nothing', { goods: [{ ...emptyGoods(), kilos: '3', fraction: '' }] }, 'fraction-0'],
    ['with half a visitor', { visitors: '1,5' }, 'visitors'],
    ['with fewer than none', { helpers: '-1' }, 'helpers'],
    ['with too many events', { residentEvents: '10001' }, 'residentEvents'],
    ['of a programme in capitals', { programme: 'Ombruksuka' }, 'programme'],
  ])('%s has a fault there', (_name, change, field) =>
    expect(activityFault({ ...GOOD, ...change }, TODAY)).toMatchObject({ field }),
  );

  it('leaves out goods without kilos, and tells apart what nobody counted from none', () => {
    expect(activityFault(GOOD, TODAY)).toBeNull();
    expect(activityOf({ ...GOOD, visitors: '1 200', helpers: '0' })).toMatchObject({
      ...{ goods: [], residentEvents: 1, visitors: 1200, items: null, helpers: 0 },
    });
  });
});
