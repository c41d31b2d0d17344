import { describe, expect, it } from '@jest/globals';
import { closureTime } from './closure-words';
import { closurePeriod, notEnded } from './closures';
import { NORWEGIAN_WORDS } from './messages/words';

const NOW = Date.parse('2026-11-23T11:30:00Z');
const PAST = '2026-11-23T11:00:00Z';
const FUTURE = '2026-11-24T07:00:00Z';

describe('closures', () => {
  it.each([
    [PAST, null, 'inntil videre', 'siden 23. nov. kl. 12.00, inntil videre'],
    [PAST, FUTURE, 'til i morgen kl. 08.00', 'siden 23. nov. kl. 12.00, til i morgen kl. 08.00'],
    [FUTURE, null, 'fra i morgen kl. 08.00 inntil videre', 'fra i morgen kl. 08.00, inntil videre'],
  ])('says when: %s to %s', (from, until, time, period) => {
    expect(closureTime({ from, until }, NOW, NORWEGIAN_WORDS)).toBe(time);
    expect(closurePeriod({ from, until }, NOW)).toBe(period);
  });

  it('leaves out those that have ended, at the very instant', () => {
    const ended = { from: PAST, until: '2026-11-23T11:30:00Z' };
    const later = { from: FUTURE, until: null };
    const running = { from: PAST, until: null };
    expect(notEnded([later, ended, running], NOW)).toEqual([running, later]);
  });
});
