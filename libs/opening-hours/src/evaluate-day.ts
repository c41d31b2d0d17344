import { CalendarDay, DayNumber, calendarDay } from './calendar';
import { HolidayLookup } from './holidays';
import { LocalClock } from './local-time';
import {
  HOURS_UNKNOWN,
  OPEN,
  OUTSIDE_HOURS,
  closedOnHoliday,
  closedWithComment,
  openOnHoliday,
  openWithComment,
  unknownWithComment,
} from './reasons';
import { holidayMeantBy, ruleMatches } from './rule-days';
import { Reason } from './schedule';
import { Stretch, paint } from './stretch';
import { Rule } from './syntax/model';
import { printRule } from './syntax/printer';

const MINUTES_PER_DAY = 1440;
const WHOLE_DAY = [{ start: 0, end: MINUTES_PER_DAY }];

export interface CompiledRule {
  rule: Rule;
  text: string;
  passesMidnight: boolean;
  /** Paints only what is closed: a fallback, and the rules that are added to one. */
  onlyFills: boolean;
}

export interface Place {
  clock: LocalClock;
  holidays: HolidayLookup;
}

/** A day's half-open instants in the zone, epoch milliseconds. */
export interface Window {
  start: number;
  end: number;
}

export function compileRules(rules: Rule[]): CompiledRule[] {
  let inFallback = false;
  return rules.map((rule) => {
    inFallback = rule.separator === 'fallback' || (inFallback && rule.separator === 'additional');
    return {
      rule,
      text: printRule(rule),
      passesMidnight: rule.times.some(({ end }) => end > MINUTES_PER_DAY),
      onlyFills: inFallback,
    };
  });
}

/**
 * One day by the rules, in their order: a `;` rule that isn't closed replaces the whole day, the end of last night
 * included; every rule then paints its spans and what its spans of the day before leave on this day.
 * @param fromYesterday whether spans that began the day before count
 */
export function paintDay(
  rules: CompiledRule[],
  number: DayNumber,
  window: Window,
  place: Place,
  fromYesterday: boolean,
): Stretch[] {
  const today = calendarDay(number);
  const yesterday = calendarDay(number - 1);
  const empty: Stretch[] = [{ ...window, state: 'closed', reason: OUTSIDE_HOURS, rule: null }];
  let canvas = empty;
  for (const compiled of rules) {
    const matchesToday = ruleMatches(compiled.rule, today, place.holidays);
    if (matchesToday && replacesDay(compiled.rule)) canvas = empty;
    if (matchesToday) canvas = paintRule(canvas, compiled, strokesOf(compiled, today, place));
    if (fromYesterday && compiled.passesMidnight && ruleMatches(compiled.rule, yesterday, place.holidays)) {
      canvas = paintRule(canvas, compiled, strokesOf(compiled, yesterday, place));
    }
  }
  return canvas;
}

/** What the rules for one date leave on the following day. */
export function paintNightAfter(canvas: Stretch[], rules: CompiledRule[], date: DayNumber, place: Place): Stretch[] {
  const day = calendarDay(date);
  const matching = rules.filter(({ rule }) => ruleMatches(rule, day, place.holidays));
  const lastReplacing = matching.findLastIndex(({ rule }) => replacesDay(rule));
  return matching
    .slice(Math.max(0, lastReplacing))
    .reduce((under, compiled) => paintRule(under, compiled, strokesOf(compiled, day, place)), canvas);
}

function replacesDay({ separator, state }: Rule): boolean {
  return separator === 'normal' && state !== 'closed';
}

function paintRule(canvas: Stretch[], { onlyFills }: CompiledRule, strokes: Stretch[]): Stretch[] {
  const mayCover = onlyFills ? (under: Stretch) => under.state === 'closed' : undefined;
  return strokes.reduce((under, stroke) => paint(under, stroke, mayCover), canvas);
}

function strokesOf({ rule, text }: CompiledRule, day: CalendarDay, { clock, holidays }: Place): Stretch[] {
  const reason = reasonOf(rule, holidayMeantBy(rule, day, holidays));
  const times = rule.times.length > 0 ? rule.times : WHOLE_DAY;
  return times.map(({ start, end }) => ({
    start: clock.instantOf(day.number, start),
    end: clock.instantOf(day.number, end),
    state: rule.state,
    reason,
    rule: text,
  }));
}

function reasonOf({ state, comment }: Rule, holiday: { nb: string; en: string } | null): Reason {
  switch (state) {
    case 'open':
      if (comment !== null) return openWithComment(comment);
      return holiday ? openOnHoliday(holiday) : OPEN;
    case 'unknown':
      return comment === null ? HOURS_UNKNOWN : unknownWithComment(comment);
    case 'closed':
      if (comment !== null) return closedWithComment(comment, holiday ? 'holiday' : 'outside_hours');
      return holiday ? closedOnHoliday(holiday) : OUTSIDE_HOURS;
  }
}
