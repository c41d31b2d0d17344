import { describe, expect, it } from '@jest/globals';
import { SeededRandom } from '@selvbetjent/simulation';
import { leastHit } from './kill-points';

const POINTS = ['a: 1', 'a: 2', 'a: 3', 'a: 4', 'b: 1'];
const hit = (key: string) => ({ key, pid: 1 });

describe('the points that are struck next', () => {
  it('are of each service the half that was hit least', () => {
    const hits = ['a: 1', 'a: 1', 'a: 3', 'b: 1'].map(hit);
    for (let seed = 1; seed <= 20; seed += 1)
      expect(leastHit(POINTS, hits, new SeededRandom(seed)).sort()).toEqual(['a: 2', 'a: 4', 'b: 1']);
  });

  it('change with chance among those that were hit alike', () => {
    const chosen = new Set<string>();
    for (let seed = 1; seed <= 20; seed += 1)
      for (const point of leastHit(POINTS, [], new SeededRandom(seed))) chosen.add(point);
    expect([...chosen].sort()).toEqual(POINTS);
  });
});
