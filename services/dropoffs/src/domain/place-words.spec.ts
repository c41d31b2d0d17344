import { describe, expect, it } from '@jest/globals';
import { type Place, placeWords } from './place-words';
import { type Said, type StaffWord, type Subject } from './staff-lines';

const NINE = new Date('2026-11-20T09:00:00Z');
const minutesLater = (minutes: number): Date => new Date(NINE.getTime() + minutes * 60_000);

function said(about: Partial<Subject>, word: StaffWord = { grams: 12_000 }): Said {
  return { word, about: { visitIds: [], at: NINE, grams: 12_300, ...about } };
}

function place(weighingId: string, visitIds: string[], booking: Place['booking'] | number | null): Place {
  const isWaiting = weighingId === 'waiting';
  return {
    weighingId,
    visitIds,
    isWaiting,
    booking: typeof booking === 'number' ? { at: NINE, grams: booking } : booking,
  };
}

describe('a word of staff', () => {
  it.each<[string, Said, Place[], string[]]>([
    ['stays with its visit', said({ visitIds: ['a'] }), [place('a', ['a'], 12_300), place('b', ['b'], 12_300)], ['a']],
    ['goes with its visit into a group', said({ visitIds: ['a'] }), [place('late', ['late', 'a'], 20_000)], ['late']],
    ['waits with its visit', said({ visitIds: ['a'] }), [place('waiting', ['a'], null)], ['waiting']],
    [
      'names each visit that is told apart now',
      said({ visitIds: ['a', 'b'] }, { stream: 'recycling' }),
      [place('a', ['a'], 5_000), place('b', ['b'], 7_300)],
      ['a', 'b'],
    ],
    [
      'of a weight is nowhere once its visits are told apart',
      said({ visitIds: ['a', 'b'] }),
      [place('a', ['a'], 5_000), place('b', ['b'], 7_300)],
      [],
    ],
    [
      'goes to the step that its withdrawn visit left',
      said({ visitIds: ['a'] }),
      [place('before', ['before'], 3_000), place('step', [], { at: minutesLater(-2), grams: 12_400 })],
      ['step'],
    ],
    [
      'on a step goes to the late visit that made it',
      said({}),
      [place('late', ['late'], { at: minutesLater(3), grams: 12_300 })],
      ['late'],
    ],
    [
      'stays with its step when another one is found before it',
      said({}),
      [place('event-0', [], { at: minutesLater(-20), grams: 12_500 }), place('event-1', [], 12_400)],
      ['event-1'],
    ],
    ['is nowhere where another weight was measured', said({}), [place('b', ['b'], 30_000)], []],
    ['is nowhere where it went the other way', said({}), [place('b', ['b'], -12_300)], []],
    ['is nowhere an hour later', said({}), [place('b', ['b'], { at: minutesLater(60), grams: 12_300 })], []],
    [
      'is nowhere where two could be meant',
      said({}),
      [
        place('b', ['b'], { at: minutesLater(-5), grams: 12_200 }),
        place('c', ['c'], { at: minutesLater(5), grams: 12_400 }),
      ],
      [],
    ],
  ])('%s', (_name, saying, places, weighingIds) => {
    const { placed, unplaced } = placeWords([saying], places);
    expect([...placed.keys()]).toEqual(weighingIds);
    expect(unplaced).toEqual(weighingIds.length === 0 ? [saying] : []);
  });

  it('never goes to what another word is about', () => {
    const [own, lost] = [said({ visitIds: ['a'] }), said({ visitIds: ['gone'] })];
    const { placed, unplaced } = placeWords([own, lost], [place('a', ['a'], 12_300)]);
    expect(placed.get('a')).toEqual([own]);
    expect(unplaced).toEqual([lost]);
  });
});
