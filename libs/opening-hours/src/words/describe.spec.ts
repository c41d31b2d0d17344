import { describe as suite, expect, it } from '@jest/globals';
import { describe, parseOpeningHours } from '../index';

suite('hours in words', () => {
  it.each([
    [
      'Mo,We,Fr 11:00-16:00; Th 11:00-18:00; PH off',
      'man, ons og fre 11–16, tor 11–18, stengt helligdager',
      'mån, ons og fre 11–16, tor 11–18, stengt heilagdagar',
      'Mon, Wed and Fri 11–16, Thu 11–18, closed on public holidays',
    ],
    ['24/7', 'døgnåpent', 'døgnope', 'open around the clock'],
    ['off', 'stengt', 'stengt', 'closed'],
    ['07:30-15:00', 'alle dager 7.30–15', 'alle dagar 7.30–15', 'every day 7:30–15'],
    [
      '10:00-14:00; 12:00-13:00 off',
      'alle dager 10–14, stengt 12–13',
      'alle dagar 10–14, stengt 12–13',
      'every day 10–14, closed 12–13',
    ],
    ['Mo-Fr 22:00-02:00', 'man–fre 22–2', 'mån–fre 22–2', 'Mon–Fri 22–2'],
    [
      'Mo-Fr 08:00-12:00,13:00-16:00, We 17:00-20:00',
      'man–fre 8–12 og 13–16, i tillegg ons 17–20',
      'mån–fre 8–12 og 13–16, i tillegg ons 17–20',
      'Mon–Fri 8–12 and 13–16, also Wed 17–20',
    ],
    ['Mo 10:00-12:00, Tu 11:00-13:00', 'man 10–12, tir 11–13', 'mån 10–12, tys 11–13', 'Mon 10–12, Tue 11–13'],
    [
      'Apr-Sep Sa[1,-1] 10:00-14:00; Dec 24-26 off',
      'april–september 1. lør og siste lør i måneden 10–14, stengt 24.–26. desember',
      'april–september 1. lau og siste lau i månaden 10–14, stengt 24.–26. desember',
      'April–September 1st Sat and last Sat of the month 10–14, closed on 24–26 December',
    ],
    [
      'PH +1 day 12:00-14:00 || unknown "ring først"',
      'dagen etter helligdager 12–14, ellers ikke sikkert åpent (ring først)',
      'dagen etter heilagdagar 12–14, elles ikkje sikkert ope (ring først)',
      'the day after public holidays 12–14, otherwise not certainly open (ring først)',
    ],
    [
      'PH Mo-Fr 10:00-12:00',
      'helligdager på man–fre 10–12',
      'heilagdagar på mån–fre 10–12',
      'public holidays on Mon–Fri 10–12',
    ],
    [
      'Mo-Su 22:00-02:00 open "med vakt"; easter -2 days off',
      'man–søn 22–2 (med vakt), stengt 2 dager før 1. påskedag',
      'mån–søn 22–2 (med vakt), stengt 2 dagar før 1. påskedag',
      'Mon–Sun 22–2 (med vakt), closed on 2 days before Easter Sunday',
    ],
    [
      'week 10-20/2 Mo 10:00-11:00',
      'uke 10–20 (hver 2.) man 10–11',
      'veke 10–20 (kvar 2.) mån 10–11',
      'week 10–20 (every 2nd) Mon 10–11',
    ],
    [
      '2026 Dec 31-2027 Jan 02 off',
      'stengt 31. desember 2026–2. januar 2027',
      'stengt 31. desember 2026–2. januar 2027',
      'closed on 31 December 2026–2 January 2027',
    ],
  ])('%s', (hours, nb, nn, en) => {
    const parsed = parseOpeningHours(hours);
    expect([describe(parsed, 'nb'), describe(parsed, 'nn'), describe(parsed, 'en')]).toEqual([nb, nn, en]);
  });
});
