import { resolvePoint } from './date-points';
import { Token } from './lexer';
import { DatePoint } from './model';
import { TokenReader } from './token-reader';

const YEARS_OF_ALL_EASTERS = Array.from({ length: 400 }, (_, index) => 1900 + index);

export function refuseReversed(reader: TokenReader, token: Token): never {
  throw reader.refusal(
    token,
    'Slutten kommer før begynnelsen. Skriv årstallet på begge, for eksempel 2026 Nov-2027 Feb.',
    'The end comes before the beginning. Write the year on both, for example 2026 Nov-2027 Feb.',
  );
}

export function refuseBadYears(reader: TokenReader, token: Token, from: number | null, to: number | null): void {
  if ((from === null) !== (to === null)) {
    throw reader.refusal(token, 'Skriv årstallet på begge datoene.', 'Write the year on both dates.');
  }
}

/** Ends such as easter may fall on either side of the start, depending on the year: nobody means that. */
export function refuseChangingOrder(reader: TokenReader, token: Token, from: DatePoint, to: DatePoint): void {
  const reversed = (year: number) =>
    resolvePoint(to, to.year ?? year, 'end') < resolvePoint(from, from.year ?? year, 'start');
  const years = from.year === null ? YEARS_OF_ALL_EASTERS : [from.year];
  const reversals = years.filter(reversed).length;
  if (from.year !== null && reversals > 0) refuseReversed(reader, token);
  if (reversals > 0 && reversals < years.length) {
    throw reader.refusal(
      token,
      'Rekkefølgen på datoene skifter fra år til år.',
      'The order of the dates changes from year to year.',
    );
  }
}
