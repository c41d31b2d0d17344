import { describe, expect, it } from '@jest/globals';
import type { AttemptView } from '../api-types';
import { attemptName, attemptReason, attemptSkin } from './attempt-words';

const NOW = Date.parse('2026-11-24T18:00:00Z');

function attempt(more: Partial<AttemptView>): AttemptView {
  const ids = { attemptId: 'a', stationId: 'trosterud', containerId: 'ombruk', doorId: 'trosterud-ombruk' };
  return { ...ids, requestedAt: '2026-11-24T17:20:00Z', state: 'closed', reason: null, ...more };
}

describe('what became of an attempt', () => {
  it.each([
    ['pulled open, and shut', attempt({ leafOpenedAt: '2026-11-24T17:20:05Z' }), 'Åpnet og lukket', 'green', ''],
    [
      'unlocked, and never pulled open',
      attempt({ leafOpenedAt: null }),
      'Låst opp, ikke åpnet',
      'beige',
      'Døren låste seg igjen uten å melde at noen åpnet den',
    ],
    ['told by a server that doesn’t say', attempt({}), 'Åpnet og lukket', 'green', ''],
    ['unlocked just now', attempt({ state: 'unlocked', leafOpenedAt: null }), 'Låst opp', 'green', ''],
    [
      'jammed',
      attempt({ state: 'failed', reason: 'jammed', leafOpenedAt: null }),
      'Mislyktes',
      'red',
      'Låsen satt fast',
    ],
  ])('is said when %s', (_name, view, name, skin, reason) => {
    expect([attemptName(view), attemptSkin(view), attemptReason(view, NOW)]).toEqual([name, skin, reason]);
  });
});
