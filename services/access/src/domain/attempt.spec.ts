import { describe, expect, it } from '@jest/globals';
import { type DoorAnswer, repeatOf, stateAfter } from './attempt';

describe('a repeated request', () => {
  it.each<[DoorAnswer, string]>([
    [{ answer: 'unlocked' }, 'recorded'],
    [{ answer: 'unknown', reason: 'no_answer' }, 'recorded'],
    [{ answer: 'not_sent', reason: 'device_offline' }, 'afresh'],
    [{ answer: 'not_sent', reason: 'device_busy' }, 'afresh'],
    [{ answer: 'not_sent', reason: 'too_late' }, 'afresh'],
    [{ answer: 'refused', reason: 'expired' }, 'afresh'],
    [{ answer: 'refused', reason: 'refused' }, 'afresh'],
    [{ answer: 'refused', reason: 'busy' }, 'afresh'],
    [{ answer: 'refused', reason: 'jammed' }, 'recorded'],
    [{ answer: 'refused', reason: 'fault' }, 'recorded'],
  ])('after %j is %s', (answer, repeat) => {
    const { state, reason } = stateAfter(answer);
    expect(repeatOf(state, reason)).toBe(repeat);
  });

  it.each(['requested', 'granted', 'sent'] as const)('waits for one that is %s', (state) => {
    expect(repeatOf(state, null)).toBe('wait');
  });

  it.each(['denied', 'opened', 'closed'] as const)('is answered as recorded when %s', (state) => {
    expect(repeatOf(state, null)).toBe('recorded');
  });
});
