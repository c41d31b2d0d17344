import { describe, expect, it } from '@jest/globals';
import english from './messages/en.json';
import { preferredLanguage } from './messages/languages';
import { Words } from './messages/words';
import { statusWords } from './station-status';

const NOW = Date.parse('2026-11-23T11:30:00Z');
const OPEN = { open: true, until: '2026-11-23T15:00:00Z', reason: null, nextOpening: null };
const ICE = { code: 'closure', nb: 'Is og glatt føre', en: 'Ice' };

describe('statusWords', () => {
  it('tells until when it is open', () => {
    expect(statusWords(OPEN, { now: NOW })).toMatchObject({
      state: 'open',
      headline: 'Åpent nå til kl. 16.00',
      next: null,
    });
  });

  it('does not call a station open on an answer that has run out', () => {
    const atClosingTime = Date.parse(OPEN.until);
    expect(statusWords(OPEN, { now: atClosingTime })).toMatchObject({
      state: 'closed',
      headline: 'Åpent til kl. 16.00',
    });
    expect(statusWords(OPEN, { now: atClosingTime - 1 }).state).toBe('open');
  });

  it('knows stations that never close', () => {
    expect(statusWords({ ...OPEN, until: null }, { now: NOW }).headline).toBe('Åpent nå, døgnet rundt');
  });

  it('tells why it is closed and when it opens', () => {
    const closed = { open: false, until: null, reason: ICE, nextOpening: '2026-11-25T10:00:00Z' };
    expect(statusWords(closed, { now: NOW })).toEqual({
      state: 'closed',
      headline: 'Stengt nå',
      why: ICE,
      next: 'Åpner onsdag kl. 11.00',
    });
  });

  it('says so when no opening is planned, or when a closure has no end', () => {
    const off = { open: false, until: null, reason: { ...ICE, code: 'outside_hours' }, nextOpening: null };
    expect(statusWords(off, { now: NOW }).next).toMatch(/ikke satt opp/);
    expect(statusWords({ ...off, reason: ICE }, { now: NOW }).next).toBe('Stengt inntil videre');
  });

  it('promises nothing on what it heard long ago', () => {
    const longAgo = { now: NOW, knownAt: NOW - 121_000 };
    expect(statusWords(OPEN, longAgo)).toMatchObject({
      state: 'planned',
      headline: 'Etter planen åpent til kl. 16.00',
    });
    expect(statusWords({ ...OPEN, until: null }, longAgo).state).toBe('planned');
    expect(statusWords(OPEN, { now: NOW, knownAt: NOW - 120_000 }).state).toBe('open');
    const closed = { open: false, until: null, reason: ICE, nextOpening: '2026-11-23T11:00:00Z' };
    expect(statusWords(closed, longAgo)).toMatchObject({
      state: 'closed',
      headline: 'Var stengt',
      next: 'Skulle åpne i dag kl. 12.00',
    });
  });

  it('speaks the language of the reader, and keeps what staff or the hours say themselves', () => {
    const words = new Words(preferredLanguage(['en']), english);
    const off = (reason: typeof ICE) =>
      statusWords({ open: false, until: null, reason, nextOpening: null }, { now: NOW }, words);
    expect(statusWords(OPEN, { now: NOW }, words).headline).toBe('Open now until 16:00');
    expect(off({ code: 'outside_hours', nb: 'Stengt utenom åpningstiden', en: 'Closed' }).why).toBe(
      'Outside opening hours',
    );
    const comment = { code: 'outside_hours', nb: 'Stengt: pusses opp', en: 'Closed: pusses opp' };
    expect(off(comment).why).toBe(comment);
    expect(off(ICE).why).toBe(ICE);
  });
});
