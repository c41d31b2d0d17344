import { Rule } from './model';
import { hasSelectors, parseSelectors } from './parse-selectors';
import { isTime, parseTimes } from './parse-times';
import { TokenReader } from './token-reader';
import { unexpected } from './unexpected';

const WHOLE_DAY = { start: 0, end: 1440 };

/** Reads one rule up to its separator. A comment may stand before, between or behind its parts. */
export function parseRule(reader: TokenReader, separator: Rule['separator']): Rule {
  const start = reader.peek();
  const comments: string[] = [];
  const comment = () => parseComment(reader, comments);
  comment();
  const always = parseAlways(reader);
  const selectors = parseSelectors(reader, comment);
  comment();
  if (always && hasSelectors(selectors)) throw unexpected(reader, reader.peek());
  const isTimed = !always && isTimeHere(reader, selectors.days.length > 0 || !hasSelectors(selectors));
  const times = isTimed ? parseTimes(reader) : [];
  comment();
  const state = reader.acceptWord('state')?.value ?? null;
  comment();
  if (reader.peek() === start) throw unexpected(reader, start);
  const text = comments[0] ?? null;
  if (state === null && text === null && times.length === 0 && hasSelectors(selectors)) refuseListLike(reader);
  const rule: Rule = { separator, ...selectors, times, state: state ?? (text ? 'unknown' : 'open'), comment: text };
  return isBareDay(rule) ? withWholeDay(reader, rule, start) : rule;
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

/** `9-16` counts as times after weekdays or alone; after dates and weeks the numbers could be days or weeks. */
function isTimeHere(reader: TokenReader, mayBeBareHours: boolean): boolean {
  if (!reader.isNumber()) return false;
  if (isTime(reader) || (mayBeBareHours && reader.peek().text.length <= 2)) return true;
  throw unexpected(reader, reader.peek());
}

/** `Mo, 10:00-12:00`: days before a comma look like the start of a list. */
function refuseListLike(reader: TokenReader): void {
  if (!reader.isSymbol(',') || reader.peek(1).kind === 'end') return;
  throw reader.refusal(
    reader.peek(),
    'Uklart komma: skriv tidene eller «open» foran kommaet, eller bruk semikolon.',
    'Unclear comma: write the times or "open" before it, or use a semicolon.',
  );
}

/** `Sa` and `Sa open`: perhaps meant for the usual hours. */
function isBareDay(rule: Rule): boolean {
  return rule.state === 'open' && rule.comment === null && rule.times.length === 0 && hasSelectors(rule);
}

function withWholeDay(reader: TokenReader, rule: Rule, start: ReturnType<TokenReader['peek']>): Rule {
  reader.warn(
    start,
    'Uten klokkeslett betyr dette åpent hele døgnet.',
    'Without times this means open around the clock.',
  );
  return { ...rule, times: [WHOLE_DAY] };
}
