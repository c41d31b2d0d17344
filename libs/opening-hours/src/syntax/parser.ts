import { HoursSyntaxError } from './hours-syntax-error';
import { Token } from './lexer';
import { OpeningHours, Rule, WeekRange, YearRange } from './model';
import { parseDates, parseYear } from './parse-dates';
import { parseDays } from './parse-days';
import { isTime, parseTimes } from './parse-times';
import { TokenReader } from './token-reader';

const LONGEST_EXPRESSION = 2000;

const NOT_SUPPORTED: Record<string, { nb: string; en: string }> = {
  sh: { nb: 'Skoleferier (SH) støttes ikke.', en: "School holidays (SH) aren't supported." },
  ...Object.fromEntries(
    ['sunrise', 'sunset', 'dawn', 'dusk'].map((word) => [
      word,
      { nb: 'Soltider støttes ikke. Skriv klokkeslett.', en: "Sun times aren't supported. Write clock times." },
    ]),
  ),
};

/**
 * Reads opening hours in the syntax of OpenStreetMap's `opening_hours`, e.g. `Mo,We,Fr 11:00-16:00; Th 11:00-18:00; PH off`.
 * Unusual spellings with one clear meaning are read with a warning.
 * @throws HoursSyntaxError for anything else, with position and reason; nothing is half understood.
 */
export function parseOpeningHours(text: string): OpeningHours {
  if (text.length > LONGEST_EXPRESSION) {
    throw new HoursSyntaxError(text.slice(0, 80), LONGEST_EXPRESSION, 'Teksten er for lang.', 'The text is too long.');
  }
  const reader = new TokenReader(text);
  const rules = [parseRule(reader, 'first')];
  while (reader.peek().kind !== 'end') {
    const separator = parseSeparator(reader);
    if (reader.peek().kind === 'end' && separator !== 'fallback') {
      reader.warn(reader.peek(), 'Skilletegnet til slutt er oversett.', 'The separator at the end is ignored.');
      break;
    }
    const start = reader.peek();
    const rule = parseRule(reader, separator);
    refuseTimesWithoutDays(reader, start, rule, rules.at(-1));
    rules.push(rule);
  }
  return { rules, warnings: reader.warnings };
}

/** `Mo off, 10:00-12:00`: meant for Monday or for every day? */
function refuseTimesWithoutDays(reader: TokenReader, start: Token, rule: Rule, before: Rule | undefined): void {
  const unclear = rule.separator === 'additional' && rule.times.length > 0 && !hasSelectors(rule);
  if (!unclear || !before || !hasSelectors(before)) return;
  throw reader.refusal(start, 'Skriv dagene også etter kommaet.', 'Write the days after the comma, too.');
}

function parseSeparator(reader: TokenReader): Rule['separator'] {
  if (reader.accept(';')) return 'normal';
  if (reader.accept('||')) return 'fallback';
  if (reader.accept(',')) return 'additional';
  throw unexpected(reader, reader.peek());
}

function hasSelectors({ years, dates, weeks, days }: Rule): boolean {
  return years.length + dates.length + weeks.length + days.length > 0;
}

function parseRule(reader: TokenReader, place: Rule['separator'] | 'first'): Rule {
  const start = reader.peek();
  const comments: string[] = [];
  parseComment(reader, comments);
  const always = parseAlways(reader);
  const separator = place === 'first' ? 'normal' : place;
  const rule: Rule = { separator, ...parseSelectors(reader, comments), times: [], state: 'open', comment: null };
  parseComment(reader, comments);
  if (always && hasSelectors(rule)) throw unexpected(reader, reader.peek());
  if (!always && isTimeHere(reader, rule)) rule.times = parseTimes(reader);
  parseComment(reader, comments);
  const state = reader.acceptWord('state')?.value ?? null;
  parseComment(reader, comments);
  if (reader.peek() === start) throw unexpected(reader, start);
  rule.comment = comments[0] ?? null;
  rule.state = state ?? (rule.comment === null ? 'open' : 'unknown');
  if (state === null) checkWholeDays(reader, start, rule);
  if (place === 'normal') warnOfReplacedRules(reader, start, rule);
  return rule;
}

function parseSelectors(reader: TokenReader, comments: string[]): Pick<Rule, 'years' | 'dates' | 'weeks' | 'days'> {
  const dated = parseDates(reader);
  const years = dated.length > 0 ? [] : parseYears(reader);
  const dates = dated.length > 0 ? dated : parseDates(reader);
  if (years.length > 0 && dates.some(({ from }) => from.year !== null)) throw unexpected(reader, reader.peek());
  const weeks = parseWeeks(reader);
  if (years.length + dates.length + weeks.length > 0 && reader.isSymbol(':')) reader.next();
  parseComment(reader, comments);
  return { years, dates, weeks, days: parseDays(reader) };
}

function parseComment(reader: TokenReader, comments: string[]): void {
  const token = reader.peek();
  if (token.kind !== 'comment') return;
  if (comments.length > 0 || token.text.trim() === '') {
    throw reader.refusal(token, 'En regel kan ha én kommentar med tekst.', 'A rule can have one comment with text.');
  }
  comments.push(reader.next().text);
}

/** `24/7`. */
function parseAlways(reader: TokenReader): boolean {
  if (reader.peek().text !== '24' || !reader.isSymbol('/', 1) || reader.peek(2).text !== '7') return false;
  for (let token = 0; token < 3; token += 1) reader.next();
  return true;
}

function parseYears(reader: TokenReader): YearRange[] {
  const years: YearRange[] = [];
  if (!isFourDigits(reader) || isTime(reader)) return years;
  do years.push(parseYearRange(reader));
  while (isFourDigits(reader, 1) && reader.accept(','));
  return years;
}

function parseYearRange(reader: TokenReader): YearRange {
  const start = reader.peek();
  const from = parseYear(reader);
  if (reader.accept('+')) return { from, to: null, step: 1 };
  if (!reader.accept('-')) return { from, to: from, step: 1 };
  const to = parseYear(reader);
  if (to < from) throw reader.refusal(start, 'Årene står i feil rekkefølge.', 'The years are in the wrong order.');
  const step = reader.accept('/') ? reader.number(1, 100, { nb: 'et antall år', en: 'a number of years' }) : 1;
  return { from, to, step };
}

function isFourDigits(reader: TokenReader, ahead = 0): boolean {
  return reader.isNumber(ahead) && reader.peek(ahead).text.length === 4;
}

function parseWeeks(reader: TokenReader): WeekRange[] {
  const weeks: WeekRange[] = [];
  if (!reader.acceptWord('week')) return weeks;
  do weeks.push(parseWeekRange(reader));
  while (reader.isNumber(1) && !isTime(reader, 1) && reader.accept(','));
  return weeks;
}

function parseWeekRange(reader: TokenReader): WeekRange {
  const start = reader.peek();
  const week = { nb: 'et ukenummer', en: 'a week number' };
  const from = reader.number(1, 53, week);
  const to = reader.accept('-') ? reader.number(1, 53, week) : from;
  if (to < from) {
    throw reader.refusal(
      start,
      'Ukene går over nyttår. Skriv for eksempel week 50-53,01-02.',
      'The weeks pass New Year. Write for example week 50-53,01-02.',
    );
  }
  const step =
    to > from && reader.accept('/') ? reader.number(1, 52, { nb: 'et antall uker', en: 'a number of weeks' }) : 1;
  return { from, to, step };
}

/** `9-16` counts as times after weekdays or alone; after dates and weeks the numbers could be days or weeks. */
function isTimeHere(reader: TokenReader, rule: Rule): boolean {
  if (!reader.isNumber()) return false;
  if (isTime(reader)) return true;
  const bareHours = reader.peek().text.length <= 2 && (rule.days.length > 0 || !hasSelectors(rule));
  if (!bareHours) throw unexpected(reader, reader.peek());
  return true;
}

/** `Mo-Fr` alone is open around the clock; before a comma it looks like the start of a list and is refused. */
function checkWholeDays(reader: TokenReader, start: Token, rule: Rule): void {
  if (rule.times.length > 0 || rule.comment !== null || !hasSelectors(rule)) return;
  if (reader.isSymbol(',') && reader.peek(1).kind !== 'end') {
    throw reader.refusal(
      reader.peek(),
      'Uklart komma: skriv tidene eller «open» foran kommaet, eller bruk semikolon.',
      'Unclear comma: write the times or "open" before it, or use a semicolon.',
    );
  }
  reader.warn(
    start,
    'Uten klokkeslett betyr dette åpent hele døgnet.',
    'Without times this means open around the clock.',
  );
}

function warnOfReplacedRules(reader: TokenReader, start: Token, rule: Rule): void {
  if (hasSelectors(rule) || rule.state === 'closed') return;
  reader.warn(
    start,
    'Denne regelen gjelder alle dager og erstatter reglene foran.',
    'This rule speaks of every day and replaces the rules before it.',
  );
}

function unexpected(reader: TokenReader, token: Token): HoursSyntaxError {
  const known = NOT_SUPPORTED[token.text.toLowerCase()];
  if (known) return reader.refusal(token, known.nb, known.en);
  if (token.kind === 'end') return reader.refusal(token, 'Her mangler en regel.', 'A rule is missing here.');
  if (token.kind === 'word' && !reader.word()) {
    return reader.refusal(
      token,
      `«${token.text}» er ikke et ord i åpningstider. Ukedager skrives Mo, Tu, We, Th, Fr, Sa, Su; helligdager PH.`,
      `"${token.text}" isn't a word of opening hours. Weekdays are written Mo, Tu, We, Th, Fr, Sa, Su; public holidays PH.`,
    );
  }
  if (token.kind === 'number') {
    return reader.refusal(token, 'Skriv klokkeslett som 09:00-16:00.', 'Write times as 09:00-16:00.');
  }
  return reader.refusal(token, `«${token.text}» kan ikke stå her.`, `"${token.text}" can't stand here.`);
}
