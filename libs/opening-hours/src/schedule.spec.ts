import { describe, expect, it } from '@jest/globals';
import { compileSchedule, HoursSyntaxError, intervals, stateAt, type Closure, type Schedule } from './index';

const OLD_HOURS = 'Mo,We 09:00-15:00; Th 11:00-18:00; Fr 11:00-16:00; PH off';
const HOURS = 'Mo,We,Fr 11:00-16:00; Th 11:00-18:00; PH off';

function scheduleOf(changes: Partial<Schedule> = {}): Schedule {
  return {
    timeZone: 'Europe/Oslo',
    versions: [
      { validFrom: '2023-05-02', hours: HOURS },
      { validFrom: '2023-01-16', hours: OLD_HOURS },
    ],
    exceptions: [],
    closures: [],
    ...changes,
  };
}

function closureOf(changes: Partial<Closure> = {}): Closure {
  return {
    id: 'c1',
    from: '2026-11-20T12:00:00Z',
    until: '2026-11-20T14:00:00Z',
    containers: null,
    appliesTo: 'residents',
    reason: { nb: 'Tømmes', en: 'Being emptied' },
    ...changes,
  };
}

const ask = (schedule: Schedule, at: string, scope = {}) => stateAt(compileSchedule(schedule), new Date(at), scope);
const answers = (schedule: Schedule, from: string, to: string, scope = {}) =>
  intervals(compileSchedule(schedule), new Date(from), new Date(to), scope).map(({ start, end }) =>
    [start, end].map((instant) => instant.toISOString().slice(0, 16)).join('/'),
  );

describe('weekly hours', () => {
  it('is open from the first instant and closed from the last (half-open)', () => {
    const friday = compileSchedule(scheduleOf());
    const states = ['09:59:59.999Z', '10:00:00.000Z', '14:59:59.999Z', '15:00:00.000Z'].map(
      (time) => stateAt(friday, new Date(`2026-11-20T${time}`)).state,
    );
    expect(states).toEqual(['closed', 'open', 'open', 'closed']);
  });

  it('says why, since when, until when, and when it opens next', () => {
    expect(ask(scheduleOf(), '2026-11-20T12:00:00Z')).toEqual({
      state: 'open',
      reason: { code: 'open', nb: 'Åpent', en: 'Open' },
      rule: 'Mo,We,Fr 11:00-16:00',
      since: new Date('2026-11-20T10:00:00Z'),
      until: new Date('2026-11-20T15:00:00Z'),
      nextOpening: new Date('2026-11-23T10:00:00Z'),
    });
    expect(ask(scheduleOf(), '2026-11-21T12:00:00Z')).toEqual({
      state: 'closed',
      reason: { code: 'outside_hours', nb: 'Stengt utenom åpningstiden', en: 'Closed outside opening hours' },
      rule: null,
      since: new Date('2026-11-20T15:00:00Z'),
      until: new Date('2026-11-23T10:00:00Z'),
      nextOpening: new Date('2026-11-23T10:00:00Z'),
    });
  });

  it('names the holiday and finds the opening after a row of holidays', () => {
    const easter = ask(scheduleOf(), '2026-04-02T12:00:00Z');
    expect(easter.reason).toEqual({
      code: 'holiday',
      nb: 'Stengt på helligdag: Skjærtorsdag',
      en: 'Closed on public holiday: Maundy Thursday',
    });
    expect(easter.nextOpening).toEqual(new Date('2026-04-08T09:00:00Z'));
  });

  it('names both holidays of one date', () => {
    expect(ask(scheduleOf(), '2027-05-17T10:00:00Z').reason.nb).toBe(
      'Stengt på helligdag: Grunnlovsdagen og 2. pinsedag',
    );
  });

  it('never changes: no since, no until, no next opening', () => {
    const always = scheduleOf({ versions: [{ validFrom: '2020-01-01', hours: '24/7' }] });
    const never = scheduleOf({ versions: [{ validFrom: '2020-01-01', hours: 'off "pusses opp"' }] });
    expect(ask(always, '2026-11-20T12:00:00Z')).toMatchObject({
      state: 'open',
      since: null,
      until: null,
      nextOpening: null,
    });
    expect(ask(never, '2026-11-20T12:00:00Z')).toMatchObject({
      state: 'closed',
      reason: { code: 'outside_hours', nb: 'Stengt: pusses opp' },
      until: null,
      nextOpening: null,
    });
  });

  it.each([
    [366, '2027-11-21T12:00:00Z'],
    [367, null],
  ])('looks %i days ahead', (days, expected) => {
    const opening = new Date(Date.parse('2026-11-20T12:00:00Z') + days * 86_400_000).toISOString().slice(0, 10);
    const rare = scheduleOf({ versions: [{ validFrom: opening, hours: '13:00-14:00' }] });
    const { until, nextOpening } = ask(rare, '2026-11-20T12:00:00Z');
    expect([until, nextOpening]).toEqual(expected ? [new Date(expected), new Date(expected)] : [null, null]);
  });

  it('is unknown where the hours say so, and unknown is not open', () => {
    const unsure = scheduleOf({ versions: [{ validFrom: '2020-01-01', hours: 'Fr 11:00-16:00 "ring først"' }] });
    expect(ask(unsure, '2026-11-20T12:00:00Z')).toMatchObject({
      state: 'unknown',
      reason: { code: 'hours_unknown', nb: 'Ikke sikkert åpent: ring først' },
      nextOpening: null,
    });
    expect(answers(unsure, '2026-11-20T00:00:00Z', '2026-11-21T00:00:00Z')).toEqual([]);
  });
});

describe('intervals', () => {
  it('has none in no time, nor backwards', () => {
    expect(answers(scheduleOf(), '2026-11-20T12:00:00Z', '2026-11-20T12:00:00Z')).toEqual([]);
    expect(answers(scheduleOf(), '2026-11-20T13:00:00Z', '2026-11-20T12:00:00Z')).toEqual([]);
  });
});

describe('versions', () => {
  it('changes at midnight of the first date of validity', () => {
    const around = answers(scheduleOf(), '2023-04-28T00:00:00+02:00', '2023-05-04T00:00:00+02:00');
    expect(around).toEqual(['2023-04-28T09:00/2023-04-28T14:00', '2023-05-03T09:00/2023-05-03T14:00']);
  });

  it('is closed with unknown hours before the first version and without any', () => {
    const unknown = { state: 'closed', reason: { code: 'hours_unknown' }, rule: null };
    expect(ask(scheduleOf(), '2023-01-15T12:00:00Z')).toMatchObject({
      ...unknown,
      nextOpening: new Date('2023-01-16T08:00:00Z'),
    });
    expect(ask(scheduleOf({ versions: [] }), '2026-11-20T12:00:00Z')).toMatchObject({
      ...unknown,
      until: null,
      nextOpening: null,
    });
  });

  it('ends a span at midnight when the next version begins, and starts none from the night before', () => {
    const nights = scheduleOf({
      versions: [
        { validFrom: '2026-01-01', hours: '22:00-02:00' },
        { validFrom: '2026-11-20', hours: '23:00-03:00' },
      ],
    });
    expect(answers(nights, '2026-11-19T12:00:00+01:00', '2026-11-21T12:00:00+01:00')).toEqual([
      '2026-11-19T21:00/2026-11-19T23:00',
      '2026-11-20T22:00/2026-11-21T02:00',
    ]);
  });

  it('takes the last of two versions from the same date', () => {
    const saved = [
      { validFrom: '2026-11-01', hours: '10:00-12:00' },
      { validFrom: '2026-11-01', hours: '13:00-14:00' },
    ];
    expect(answers(scheduleOf({ versions: saved }), '2026-11-20T00:00:00Z', '2026-11-21T00:00:00Z')).toEqual([
      '2026-11-20T12:00/2026-11-20T13:00',
    ]);
  });
});

describe('exceptions', () => {
  const onFriday = (hours: string, reason?: { nb: string; en: string }) =>
    scheduleOf({ exceptions: [{ date: '2026-11-20', hours, reason }] });

  it('closes a date', () => {
    const closed = onFriday('off', { nb: 'Planleggingsdag', en: 'Planning day' });
    expect(ask(closed, '2026-11-20T12:00:00Z')).toMatchObject({
      state: 'closed',
      reason: { code: 'exception', nb: 'Planleggingsdag', en: 'Planning day' },
      nextOpening: new Date('2026-11-23T10:00:00Z'),
    });
  });

  it('replaces the hours of the date, and says so outside them', () => {
    const shorter = onFriday('12:00-13:00');
    expect(answers(shorter, '2026-11-20T00:00:00Z', '2026-11-21T00:00:00Z')).toEqual([
      '2026-11-20T11:00/2026-11-20T12:00',
    ]);
    expect(ask(shorter, '2026-11-20T13:00:00Z').reason.nb).toBe('Stengt: egne åpningstider denne dagen');
  });

  it('opens on a holiday', () => {
    const open = scheduleOf({ exceptions: [{ date: '2026-12-25', hours: '10:00-12:00' }] });
    expect(ask(open, '2026-12-25T10:00:00Z').state).toBe('open');
  });

  it('may pass midnight, and replaces both nights of a date that is open at night', () => {
    const nights = [{ validFrom: '2026-01-01', hours: '22:00-02:00' }];
    const late = scheduleOf({ versions: nights, exceptions: [{ date: '2026-11-20', hours: '20:00-25:00' }] });
    const closed = scheduleOf({ versions: nights, exceptions: [{ date: '2026-11-20', hours: 'off' }] });
    const range = ['2026-11-19T12:00:00+01:00', '2026-11-21T12:00:00+01:00'] as const;
    expect(answers(late, ...range)).toEqual(['2026-11-19T21:00/2026-11-19T23:00', '2026-11-20T19:00/2026-11-21T00:00']);
    expect(answers(closed, ...range)).toEqual(['2026-11-19T21:00/2026-11-19T23:00']);
  });
});

describe('closures', () => {
  it('closes from the first instant until the last, with its reason', () => {
    const closed = scheduleOf({ closures: [closureOf()] });
    expect(answers(closed, '2026-11-20T00:00:00Z', '2026-11-21T00:00:00Z')).toEqual([
      '2026-11-20T10:00/2026-11-20T12:00',
      '2026-11-20T14:00/2026-11-20T15:00',
    ]);
    expect(ask(closed, '2026-11-20T12:00:00Z')).toMatchObject({
      reason: { code: 'closure', nb: 'Tømmes', en: 'Being emptied' },
      rule: 'closure c1',
      until: new Date('2026-11-20T14:00:00Z'),
    });
  });

  it('lasts until further notice', () => {
    const closed = scheduleOf({ closures: [closureOf({ until: null })] });
    expect(ask(closed, '2026-11-24T12:00:00Z')).toMatchObject({ state: 'closed', until: null, nextOpening: null });
  });

  it('ended before it began, it closes nothing', () => {
    const ended = scheduleOf({ closures: [closureOf({ until: '2026-11-20T11:00:00Z' })] });
    expect(ask(ended, '2026-11-20T12:30:00Z').state).toBe('open');
  });

  it.each([
    ['residents', 'residents', 'closed'],
    ['residents', 'staff', 'open'],
    ['everyone', 'staff', 'closed'],
    ['residents', undefined, 'closed'],
  ] as const)('for %s, asked by %s: %s', (appliesTo, audience, state) => {
    const closed = scheduleOf({ closures: [closureOf({ appliesTo })] });
    expect(ask(closed, '2026-11-20T13:00:00Z', { audience }).state).toBe(state);
  });

  it('of one container leaves the station and the other container open', () => {
    const closed = scheduleOf({ closures: [closureOf({ containers: ['ombruk'] })] });
    const states = [{ containerId: 'ombruk' }, { containerId: 'metall' }, {}].map(
      (scope) => ask(closed, '2026-11-20T13:00:00Z', scope).state,
    );
    expect(states).toEqual(['closed', 'open', 'open']);
  });
});

describe('hours of a container', () => {
  it("narrow the station's and never widen them", () => {
    const container = { containerId: 'ombruk', containerHours: 'Mo-Fr 10:00-13:00; Su 10:00-12:00' };
    expect(answers(scheduleOf(), '2026-11-19T00:00:00Z', '2026-11-23T00:00:00Z', container)).toEqual([
      '2026-11-19T10:00/2026-11-19T12:00',
      '2026-11-20T10:00/2026-11-20T12:00',
    ]);
  });

  it('are refused when they cannot be read', () => {
    expect(() => ask(scheduleOf(), '2026-11-20T12:00:00Z', { containerHours: 'når som helst' })).toThrow(
      HoursSyntaxError,
    );
  });
});

describe('kinds of opening', () => {
  const staffed = scheduleOf({
    staffedHours: 'Fr 14:00-18:00; Sa 10:00-12:00',
    exceptions: [{ date: '2026-11-27', hours: '10:00-15:00' }],
    closures: [closureOf({ from: '2026-11-21T10:00:00Z', until: '2026-11-21T12:00:00Z', appliesTo: 'everyone' })],
  });
  const weekend = (kind?: 'self-service' | 'staffed' | 'everyone', changes = {}) =>
    answers(staffed, '2026-11-20T00:00:00Z', '2026-11-22T00:00:00Z', { kind, ...changes });

  it('are self-service unless something else is asked', () => {
    expect(weekend()).toEqual(['2026-11-20T10:00/2026-11-20T15:00']);
    expect(weekend('self-service')).toEqual(weekend());
  });

  it('have the hours of staff, less closures', () => {
    expect(weekend('staffed')).toEqual(['2026-11-20T13:00/2026-11-20T17:00', '2026-11-21T09:00/2026-11-21T10:00']);
  });

  it('are open to everyone when either is', () => {
    expect(weekend('everyone')).toEqual(['2026-11-20T10:00/2026-11-20T17:00', '2026-11-21T09:00/2026-11-21T10:00']);
  });

  it('are narrowed by a container and by a dated exception', () => {
    expect(weekend('staffed', { containerHours: 'Fr 09:00-15:00' })).toEqual(['2026-11-20T13:00/2026-11-20T14:00']);
    expect(answers(staffed, '2026-11-27T00:00:00Z', '2026-11-28T00:00:00Z', { kind: 'staffed' })).toEqual([
      '2026-11-27T13:00/2026-11-27T14:00',
    ]);
  });

  it('have no staff where nobody said when', () => {
    expect(ask(scheduleOf(), '2026-11-20T12:00:00Z', { kind: 'staffed' }).state).toBe('closed');
    expect(ask(scheduleOf(), '2026-11-20T12:00:00Z', { kind: 'everyone' }).state).toBe('open');
  });
});

describe('comments', () => {
  it('are part of the reason, in place of the name of a holiday', () => {
    const hours = 'Mo-Fr 10:00-16:00 open "med vakt"; PH 12:00-14:00; Dec 25 off "juletrefest"';
    const christmas = scheduleOf({ versions: [{ validFrom: '2020-01-01', hours }] });
    const reasons = ['2026-11-20T12:00:00Z', '2026-12-26T12:00:00Z', '2026-12-25T12:00:00Z'].map(
      (at) => ask(christmas, at).reason.nb,
    );
    expect(reasons).toEqual(['Åpent: med vakt', 'Åpent på helligdag: 2. juledag', 'Stengt: juletrefest']);
  });
});

describe('a rule that is added to a fallback', () => {
  it('fills like it', () => {
    const open = (hours: string) =>
      answers(scheduleOf({ versions: [{ validFrom: '2020-01-01', hours }] }), '2026-11-20T00:00Z', '2026-11-21T00:00Z');
    expect(open('Fr 08:00-10:00 unknown || 09:00-12:00, Fr 09:00-13:00')).toEqual([
      '2026-11-20T09:00/2026-11-20T12:00',
    ]);
    expect(open('Fr 08:00-10:00 || 09:00-12:00; Fr 11:00-13:00 off')).toEqual(['2026-11-20T07:00/2026-11-20T10:00']);
  });
});

describe('both changes of the clock', () => {
  const always = scheduleOf({ versions: [{ validFrom: '2020-01-01', hours: '24/7' }] });
  const nights = scheduleOf({ versions: [{ validFrom: '2020-01-01', hours: '22:00-06:00' }] });

  it.each([
    ['24/7', always, '2026-03-29T00:00:00+01:00', '2026-03-30T00:00:00+02:00', 1380],
    ['24/7', always, '2026-10-25T00:00:00+02:00', '2026-10-26T00:00:00+01:00', 1500],
    ['the night', nights, '2026-03-28T12:00:00+01:00', '2026-03-29T12:00:00+02:00', 420],
    ['the night', nights, '2026-10-24T12:00:00+02:00', '2026-10-25T12:00:00+01:00', 540],
  ])('%s lasts as long as the clock on the wall says', (_what, schedule, from, to, minutes) => {
    const open = intervals(compileSchedule(schedule), new Date(from), new Date(to));
    expect(open.map(({ start, end }) => (end.getTime() - start.getTime()) / 60_000)).toEqual([minutes]);
  });

  it('finds the next change across them', () => {
    expect(ask(nights, '2026-03-29T00:30:00Z').until).toEqual(new Date('2026-03-29T04:00:00Z'));
    expect(ask(nights, '2026-10-25T00:30:00Z').until).toEqual(new Date('2026-10-25T05:00:00Z'));
    expect(ask(scheduleOf(), '2026-03-28T12:00:00Z').nextOpening).toEqual(new Date('2026-03-30T09:00:00Z'));
    expect(ask(scheduleOf(), '2026-10-24T12:00:00Z').nextOpening).toEqual(new Date('2026-10-26T10:00:00Z'));
  });
});

describe('what cannot be compiled', () => {
  it.each([
    ['hours', { versions: [{ validFrom: '2026-01-01', hours: 'alltid' }] }, HoursSyntaxError],
    ['hours of an exception', { exceptions: [{ date: '2026-01-01', hours: '10-' }] }, HoursSyntaxError],
    ['a date', { versions: [{ validFrom: '2026-02-30', hours: '24/7' }] }, RangeError],
    ['a time zone', { timeZone: 'Europe/Trosterud' }, RangeError],
    ['an instant', { closures: [closureOf({ from: 'i morgen' })] }, RangeError],
  ])('%s', (_what, changes, error) => {
    expect(() => compileSchedule(scheduleOf(changes))).toThrow(error);
  });

  it('refuses an invalid Date', () => {
    expect(() => ask(scheduleOf(), 'aldri')).toThrow(RangeError);
  });
});
