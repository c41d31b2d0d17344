import { HoursSyntaxError } from './hours-syntax-error';
import { Token } from './lexer';
import { OpeningHours, Rule } from './model';
import { parseRule } from './parse-rule';
import { hasSelectors } from './parse-selectors';
import { TokenReader } from './token-reader';
import { unexpected } from './unexpected';
import { warnOfRule } from './rule-warnings';

const LONGEST_EXPRESSION = 2000;

/**
 * Reads opening hours in the syntax of OpenStreetMap's `opening_hours`, e.g. `Mo,We,Fr 11:00-16:00; Th 11:00-18:00; PH off`.
 * Unusual spellings with one clear meaning, and rules that often mean something else, are read with a warning.
 * @throws HoursSyntaxError for anything else, with position and reason; nothing is half understood.
 */
export function parseOpeningHours(text: string): OpeningHours {
  if (text.length > LONGEST_EXPRESSION) {
    throw new HoursSyntaxError(text.slice(0, 80), LONGEST_EXPRESSION, 'Teksten er for lang.', 'The text is too long.');
  }
  const reader = new TokenReader(text);
  const rules = [parseRule(reader, 'normal')];
  while (reader.peek().kind !== 'end') {
    const separator = parseSeparator(reader);
    const start = reader.peek();
    if (start.kind === 'end' && separator !== 'fallback') {
      reader.warn(start, 'Skilletegnet til slutt er oversett.', 'The separator at the end is ignored.');
      break;
    }
    const rule = parseRule(reader, separator);
    refuseTimesWithoutDays(reader, start, rule, rules);
    refuseClosingFallback(reader, start, rule, rules);
    warnOfRule(reader, start, rule, rules);
    rules.push(rule);
  }
  return { rules, warnings: reader.warnings };
}

function parseSeparator(reader: TokenReader): Rule['separator'] {
  if (reader.accept(';')) return 'normal';
  if (reader.accept('||')) return 'fallback';
  if (reader.accept(',')) return 'additional';
  throw unexpected(reader, reader.peek());
}

/** `Mo 10:00-12:00; 13:00-14:00`, `Mo off, 10:00-12:00`: times for that day, for every day, or instead of all the rest? */
function refuseTimesWithoutDays(reader: TokenReader, start: Token, rule: Rule, before: Rule[]): void {
  if (rule.times.length === 0 || hasSelectors(rule) || !isUnclearAfter(rule, before)) return;
  throw reader.refusal(
    start,
    'Skriv hvilke dager disse tidene gjelder, for eksempel Mo-Su.',
    'Write the days of these times, for example Mo-Su.',
  );
}

function isUnclearAfter({ separator, state }: Rule, before: Rule[]): boolean {
  const last = before.at(-1);
  if (separator === 'additional') return last !== undefined && hasSelectors(last);
  if (separator === 'fallback' || state === 'closed' || before.every((rule) => rule.state === 'closed')) return false;
  return state === 'unknown' || before.some(hasSelectors);
}

/** `Mo-Fr 10:00-16:00 || Sa 10:00-12:00, PH off`: as a part of the fallback it would close nothing. */
function refuseClosingFallback(reader: TokenReader, start: Token, rule: Rule, before: Rule[]): void {
  const group = before.findLast(({ separator }) => separator !== 'additional');
  if (rule.separator !== 'additional' || rule.state !== 'closed' || group?.separator !== 'fallback') return;
  throw reader.refusal(
    start,
    'Skriv semikolon foran en regel som stenger.',
    'Write a semicolon before a rule that closes.',
  );
}
