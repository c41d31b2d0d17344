import { TimeSpan } from './model';
import { TokenReader } from './token-reader';

const MINUTES_PER_DAY = 1440;

/** Whether a time such as 09:00 comes next: digits, colon, digits without space between. */
export function isTime(reader: TokenReader, ahead = 0): boolean {
  return (
    reader.isNumber(ahead) &&
    reader.isSymbol(':', ahead + 1) &&
    reader.isNumber(ahead + 2) &&
    !reader.peek(ahead + 1).spaced &&
    !reader.peek(ahead + 2).spaced
  );
}

/** Reads `09:00-12:00,13:00-16:00`; leaves a comma that starts something else. */
export function parseTimes(reader: TokenReader): TimeSpan[] {
  const spans = [parseSpan(reader)];
  while (reader.isSymbol(',') && reader.isNumber(1) && reader.peek(1).text.length <= 2) {
    reader.next();
    spans.push(parseSpan(reader));
  }
  return spans;
}

function parseSpan(reader: TokenReader): TimeSpan {
  const first = reader.peek();
  const start = parseTime(reader);
  if (start >= MINUTES_PER_DAY) {
    throw reader.refusal(first, 'Et tidsrom må begynne før 24:00.', 'A span must begin before 24:00.');
  }
  if (reader.isSymbol('+')) refuseOpenEnd(reader);
  if (!reader.accept('-')) {
    throw reader.refusal(
      reader.peek(),
      'Her ventes sluttiden, for eksempel 10:00-16:00. Enkeltstående klokkeslett er ikke åpningstid.',
      "Expected the end of the span, for example 10:00-16:00. A single time isn't opening hours.",
    );
  }
  const end = parseTime(reader);
  refuseAfterSpan(reader);
  return { start, end: end > start ? end : end + MINUTES_PER_DAY };
}

/** Minutes after midnight, up to 48:00. Also reads 9:00 and 9, with a warning. */
function parseTime(reader: TokenReader): number {
  const token = reader.peek();
  if (token.kind !== 'number') {
    throw reader.refusal(
      token,
      'Her ventes et klokkeslett, for eksempel 16:00.',
      'Expected a time, for example 16:00.',
    );
  }
  const withMinutes = isTime(reader);
  const hours = reader.number(0, 48, { nb: 'timer', en: 'hours' });
  const minutes = withMinutes ? parseMinutes(reader) : 0;
  if (hours === 48 && minutes > 0) {
    throw reader.refusal(token, 'Et tidsrom kan ikke vare forbi 48:00.', "A span can't last beyond 48:00.");
  }
  if (!withMinutes || token.text.length !== 2) {
    const read = formatTime(hours * 60 + minutes);
    reader.warn(token, `Lest som ${read}.`, `Read as ${read}.`);
  }
  return hours * 60 + minutes;
}

function parseMinutes(reader: TokenReader): number {
  reader.next();
  const token = reader.peek();
  if (token.text.length !== 2) {
    throw reader.refusal(token, 'Minutter skrives med to sifre.', 'Minutes are written with two digits.');
  }
  return reader.number(0, 59, { nb: 'minutter', en: 'minutes' });
}

function refuseAfterSpan(reader: TokenReader): void {
  if (reader.isSymbol('+')) refuseOpenEnd(reader);
  if (reader.isSymbol('/') || reader.isSymbol(':')) {
    throw reader.refusal(
      reader.peek(),
      'Etter sluttiden ventes komma, semikolon eller slutt.',
      'Expected a comma, a semicolon or the end after the span.',
    );
  }
}

function refuseOpenEnd(reader: TokenReader): never {
  throw reader.refusal(
    reader.peek(),
    'Åpen slutt (+) støttes ikke. Skriv sluttiden.',
    "Open end (+) isn't supported. Write when it ends.",
  );
}

/** Minutes after midnight as 09:05. */
export function formatTime(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
