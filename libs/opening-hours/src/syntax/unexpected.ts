import { HoursSyntaxError } from './hours-syntax-error';
import { Token } from './lexer';
import { TokenReader } from './token-reader';

const NOT_SUPPORTED: Record<string, { nb: string; en: string }> = {
  sh: { nb: 'Skoleferier (SH) støttes ikke.', en: "School holidays (SH) aren't supported." },
  ...Object.fromEntries(
    ['sunrise', 'sunset', 'dawn', 'dusk'].map((word) => [
      word,
      { nb: 'Soltider støttes ikke. Skriv klokkeslett.', en: "Sun times aren't supported. Write clock times." },
    ]),
  ),
};

/** The refusal of a token that no rule can go on with. */
export function unexpected(reader: TokenReader, token: Token): HoursSyntaxError {
  const known = NOT_SUPPORTED[token.text.toLowerCase()];
  if (known) return reader.refusal(token, known.nb, known.en);
  if (token.kind === 'end') return reader.refusal(token, 'Her mangler en regel.', 'A rule is missing here.');
  if (token.kind === 'word' && !reader.word()) return unknownWord(reader, token);
  if (token.kind === 'number') {
    return reader.refusal(token, 'Skriv klokkeslett som 09:00-16:00.', 'Write times as 09:00-16:00.');
  }
  return reader.refusal(token, `«${token.text}» kan ikke stå her.`, `"${token.text}" can't stand here.`);
}

function unknownWord(reader: TokenReader, token: Token): HoursSyntaxError {
  return reader.refusal(
    token,
    `«${token.text}» er ikke et ord i åpningstider. Ukedager skrives Mo, Tu, We, Th, Fr, Sa, Su; helligdager PH.`,
    `"${token.text}" isn't a word of opening hours. Weekdays are written Mo, Tu, We, Th, Fr, Sa, Su; public holidays PH.`,
  );
}
