import { describe, expect, it } from '@jest/globals';
import { RebirthRequests } from './rebirth-requests';

const topicOf = (edge: string): string => `spBv1.0/reg/DDATA/${edge}/vekt1`;

describe('requests for births', () => {
  it('go to each edge node at most once a minute', () => {
    let nowMs = 0;
    const requests = new RebirthRequests({ now: () => new Date(nowMs) });
    const asked = (...edges: string[]): string[] => {
      for (const edge of edges) requests.want(topicOf(edge));
      return requests.take().map(({ topic }) => topic);
    };
    expect(asked('one', 'one', 'other')).toEqual(['spBv1.0/reg/NCMD/one', 'spBv1.0/reg/NCMD/other']);
    nowMs = 59_999;
    expect(asked('one', 'third')).toEqual(['spBv1.0/reg/NCMD/third']);
    nowMs = 60_000;
    expect(asked('one', 'other')).toEqual(['spBv1.0/reg/NCMD/one', 'spBv1.0/reg/NCMD/other']);
    expect(asked()).toEqual([]);
  });
});
