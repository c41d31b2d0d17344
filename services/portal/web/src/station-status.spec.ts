import { describe, expect, it } from '@jest/globals';
import { statusWords } from './station-status';

const NOW = Date.parse('2026-11-23T11:30:00Z');
const OPEN = { open: true, until: '2026-11-23T15:00:00Z', reason: null, nextOpening: null };
const ICE = { code: 'closure', nb: 'Is og glatt føre', en: 'Ice' };

describe('statusWords', () => {
  it('tells until when it is open', () => {
    expect(statusWords(OPEN, NOW)).toMatchObject({ open: true, headline: 'Åpent nå til kl. 16.00', next: null });
  });

  it('does not call a station open on an answer that has run out', () => {
    const atClosingTime = Date.parse(OPEN.until);
    expect(statusWords(OPEN, atClosingTime)).toMatchObject({ open: false, headline: 'Åpent til kl. 16.00' });
    expect(statusWords(OPEN, atClosingTime - 1).open).toBe(true);
  });

  it('knows stations that never close', () => {
    expect(statusWords({ ...OPEN, until: null }, NOW).headline).toBe('Åpent nå, døgnet rundt');
  });

  it('tells why it is closed and when it opens', () => {
    const closed = { open: false, until: null, reason: ICE, nextOpening: '2026-11-25T10:00:00Z' };
    expect(statusWords(closed, NOW)).toEqual({
      open: false,
      headline: 'Stengt nå',
      why: 'Is og glatt føre',
      next: 'Åpner onsdag kl. 11.00',
    });
  });

  it('says so when no opening is planned, or when a closure has no end', () => {
    const off = { open: false, until: null, reason: { ...ICE, code: 'outside_hours' }, nextOpening: null };
    expect(statusWords(off, NOW).next).toMatch(/ikke satt opp/);
    expect(statusWords({ ...off, reason: ICE }, NOW).next).toBe('Stengt inntil videre');
  });
});
