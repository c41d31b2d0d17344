import { HoursSyntaxError } from './hours-syntax-error';

export interface Token {
  kind: 'number' | 'word' | 'comment' | 'symbol' | 'end';
  /** Digits, letters, the comment without its quotes, or the symbol; empty at the end. */
  text: string;
  position: number;
  /** Whether white space stands before it. */
  spaced: boolean;
}

const PATTERN = /(?<number>\d+)|(?<word>\p{L}+)|"(?<comment>[^"]*)"|(?<symbol>\|\||[-–,;:/+[\]])/uy;
const HINTS: Record<string, [nb: string, en: string]> = {
  '"': ['Kommentaren mangler avsluttende anførselstegn.', 'The comment has no closing quote.'],
  '.': ['Skriv klokkeslett med kolon: 09:00.', 'Write times with a colon: 09:00.'],
};
const SPACE = /\s*/uy;

/** Splits into numbers, words, comments and symbols; ends with an `end` token. */
export function tokenize(expression: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  for (;;) {
    const from = skipSpace(expression, position);
    const spaced = from > position;
    if (from === expression.length) return [...tokens, { kind: 'end', text: '', position: from, spaced }];
    PATTERN.lastIndex = from;
    const groups = PATTERN.exec(expression)?.groups;
    if (!groups) throw unreadable(expression, from);
    position = PATTERN.lastIndex;
    tokens.push({ ...tokenOf(groups), position: from, spaced });
  }
}

function tokenOf(groups: Record<string, string | undefined>): Pick<Token, 'kind' | 'text'> {
  if (groups.number !== undefined) return { kind: 'number', text: groups.number };
  if (groups.word !== undefined) return { kind: 'word', text: groups.word };
  if (groups.comment !== undefined) return { kind: 'comment', text: groups.comment };
  return { kind: 'symbol', text: groups.symbol === '–' ? '-' : (groups.symbol ?? '') };
}

function skipSpace(expression: string, position: number): number {
  SPACE.lastIndex = position;
  SPACE.exec(expression);
  return SPACE.lastIndex;
}

function unreadable(expression: string, position: number): HoursSyntaxError {
  const character = String.fromCodePoint(expression.codePointAt(position) ?? 0);
  const [nb, en] = HINTS[character] ?? [
    `Tegnet ${character} kan ikke brukes her. Skriv for eksempel Mo-Fr 10:00-16:00.`,
    `The character ${character} can't be used here. Write for example Mo-Fr 10:00-16:00.`,
  ];
  return new HoursSyntaxError(expression, position, nb, en);
}
