import { describe, expect, it } from '@jest/globals';
import arabic from './ar.json';
import english from './en.json';
import { LANGUAGES, preferredLanguage } from './languages';
import nynorsk from './nn.json';
import polish from './pl.json';
import { type Messages, NORWEGIAN_WORDS, Words } from './words';

/** Monday 23 November 2026, 12.30 in Oslo. */
const NOW = Date.parse('2026-11-23T11:30:00Z');
const inLanguage = (code: string, messages: Messages) => new Words(preferredLanguage([code]), messages);

describe('times as the language writes them', () => {
  it.each([
    ['nb', NORWEGIAN_WORDS, 'i dag kl. 18.00', 'onsdag kl. 11.00', 'mandag 30. november kl. 11.00'],
    ['nn', inLanguage('nn', nynorsk), 'i dag kl. 18.00', 'onsdag kl. 11.00', 'måndag 30. november kl. 11.00'],
    ['en', inLanguage('en', english), 'today at 18:00', 'Wednesday at 11:00', 'Monday 30 November at 11:00'],
    ['ar', inLanguage('ar', arabic), 'اليوم الساعة 18:00', 'الأربعاء الساعة 11:00', 'الاثنين 30 نوفمبر الساعة 11:00'],
    ['pl', inLanguage('pl', polish), 'dziś o 18:00', 'środa, 11:00', 'poniedziałek, 30 listopada, 11:00'],
  ])('%s', (_code, words, today, thisWeek, later) => {
    expect(words.when('2026-11-23T17:00:00Z', NOW)).toBe(today);
    expect(words.when('2026-11-25T10:00:00Z', NOW)).toBe(thisWeek);
    expect(words.when('2026-11-30T10:00:00Z', NOW)).toBe(later);
  });

  it('leaves today out where it is meant anyhow, and follows the clocks of the zone', () => {
    expect(NORWEGIAN_WORDS.clock('2026-11-23T15:00:00Z', NOW)).toBe('kl. 16.00');
    expect(NORWEGIAN_WORDS.clock('2026-11-24T15:00:00Z', NOW)).toBe('i morgen kl. 16.00');
    expect(NORWEGIAN_WORDS.clock('2026-11-23T15:00:00Z', NOW, 'UTC')).toBe('kl. 15.00');
  });

  it('writes the hours of a day', () => {
    expect(NORWEGIAN_WORDS.spans([])).toBe('Stengt');
    expect(NORWEGIAN_WORDS.spans(['11.00–13.00', '14.00–16.00'])).toBe('11.00–13.00 og 14.00–16.00');
    expect(inLanguage('en', english).spans(['00.00–24.00'])).toBe('All day and night');
    expect(inLanguage('pl', polish).spans(['11.00–13.00'])).toBe('11:00–13:00');
  });

  it.each(Array.from({ length: 12 }, (_, index) => index))('knows every month and weekday: %d', (month) => {
    const date = `2026-${String(month + 1).padStart(2, '0')}-0${(month % 7) + 1}`;
    const intl = new Intl.DateTimeFormat('nb', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' });
    expect(`${NORWEGIAN_WORDS.weekday(date)} ${NORWEGIAN_WORDS.date(date)}`).toBe(intl.format(new Date(date)));
  });
});

describe('counts', () => {
  it.each([
    [1, '1 kontener jest nieczynny'],
    [3, '3 kontenery są nieczynne'],
    [5, '5 kontenerów jest nieczynnych'],
    [22, '22 kontenery są nieczynne'],
  ])('take the form that %d has in Polish', (count, text) => {
    expect(inLanguage('pl', polish).text('list.out-of-service', { count })).toBe(text);
  });

  it('keep the digits of the sign in Arabic', () => {
    expect(inLanguage('ar', arabic).text('list.out-of-service', { count: 3 })).toContain('3 ');
    expect(inLanguage('ar', arabic).percent(45)).toMatch(/^[^٠-٩]*45[^٠-٩]*$/);
  });
});

describe('preferredLanguage', () => {
  it.each([
    [['en-US', 'nb'], 'en'],
    [['no'], 'nb'],
    [['nn-NO'], 'nn'],
    [['AR-EG'], 'ar'],
    [['sv', 'de', 'pl-PL'], 'pl'],
    [[null, 'so'], 'so'],
    [['xx', '', '../../x'], 'nb'],
    [[], 'nb'],
  ])('%j is %s', (wishes, code) => expect(preferredLanguage(wishes).code).toBe(code));

  it('calls drafts drafts, and writes from the right what is read from the right', () => {
    expect(LANGUAGES.filter(({ draft }) => !draft).map(({ code }) => code)).toEqual(['nb', 'nn', 'en']);
    expect(LANGUAGES.filter(({ dir }) => dir === 'rtl').map(({ code }) => code)).toEqual(['ar', 'ur']);
  });
});
