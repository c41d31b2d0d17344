import { describe, expect, it } from '@jest/globals';
import { closureTime } from './closure-words';
import { closedTold, closurePeriod, closuresOn, endedTold, notEnded, plannedTold } from './closures';
import type { ContainerStatus } from './api-types';
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

  it.each([
    ['the day before it', '2026-11-22', null, 0],
    ['its first day', '2026-11-23', null, 1],
    ['a later day, without an end', '2027-01-01', null, 1],
    ['the last day, by the clock of the station', '2026-11-25', '2026-11-24T23:30:00Z', 1],
    ['the day after it', '2026-11-26', '2026-11-24T23:30:00Z', 0],
  ])('shut the station on %s', (_name, date, until, count) => {
    const closure = { from: PAST, until, containers: null };
    expect(closuresOn([closure, { ...closure, containers: ['ombruk'] }], date)).toHaveLength(count);
  });

  it('leaves out those that have ended, at the very instant', () => {
    const ended = { from: PAST, until: '2026-11-23T11:30:00Z' };
    const later = { from: FUTURE, until: null };
    const running = { from: PAST, until: null };
    expect(notEnded([later, ended, running], NOW)).toEqual([running, later]);
  });

  it('tells what was closed as it was recorded: which containers, and until when', () => {
    const known = [{ id: 'ombruk', name: 'Ombrukscontainer' }] as ContainerStatus[];
    const reason = { nb: 'Is', en: 'Ice' };
    const some = { from: PAST, until: FUTURE, containers: ['ombruk'], reason };
    const all = { from: PAST, until: null, containers: null, reason };
    expect(closedTold(some, known, NOW)).toBe('Stengt: Is. Ombrukscontainer, til i morgen kl. 08.00.');
    expect(closedTold(all, known, NOW)).toBe(
      'Stengt: Is. Hele stasjonen, inntil videre. Dørene åpner ikke for publikum før du åpner igjen.',
    );
    expect(plannedTold(some, known, NOW)).toBe(
      'Lagt inn: Is. Ombrukscontainer, siden 23. nov. kl. 12.00, til i morgen kl. 08.00.',
    );
  });

  it('doesn’t say that it is open again while another closure runs', () => {
    const ended = { from: PAST, until: null, containers: null, reason: { nb: 'Is', en: 'Ice' } };
    expect(endedTold(ended, [{ from: FUTURE }], NOW)).toBe('Stengingen «Is» er opphevet. Åpningstidene gjelder igjen.');
    expect(endedTold(ended, [{ from: PAST }], NOW)).toContain('fortsatt stengt');
  });
});
