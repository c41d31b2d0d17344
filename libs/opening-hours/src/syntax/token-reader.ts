import { HoursSyntaxError } from './hours-syntax-error';
import { Token, tokenize } from './lexer';
import { HoursWarning } from './model';
import { Word, wordOf } from './names';

/** Walks the tokens of one text, collecting warnings. */
export class TokenReader {
  readonly warnings: HoursWarning[] = [];
  private readonly tokens: Token[];
  private index = 0;

  constructor(readonly expression: string) {
    this.tokens = tokenize(expression);
  }

  /** The next token, or one further ahead; the end token beyond the last. */
  peek(ahead = 0): Token {
    const token = this.tokens[Math.min(this.index + ahead, this.tokens.length - 1)];
    if (!token) throw new Error('A token list always ends with an end token');
    return token;
  }

  next(): Token {
    const token = this.peek();
    this.index += 1;
    return token;
  }

  isSymbol(symbol: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'symbol' && token.text === symbol;
  }

  accept(symbol: string): boolean {
    if (!this.isSymbol(symbol)) return false;
    this.index += 1;
    return true;
  }

  /** The meaning of the word ahead; null when it isn't a known word. */
  word(ahead = 0): Word | null {
    const token = this.peek(ahead);
    return token.kind === 'word' ? wordOf(token.text) : null;
  }

  isWord(kind: Word['kind'], ahead = 0): boolean {
    return this.word(ahead)?.kind === kind;
  }

  /** Consumes a word of the kind, if it is next; another case than usual is read with a warning. */
  acceptWord<Kind extends Word['kind']>(kind: Kind): Extract<Word, { kind: Kind }> | null {
    const word = this.word();
    if (!word || word.kind !== kind) return null;
    const token = this.next();
    if (token.text !== word.canonical) {
      this.warn(token, `Lest som ${word.canonical}.`, `Read as ${word.canonical}.`);
    }
    return word as Extract<Word, { kind: Kind }>;
  }

  isNumber(ahead = 0): boolean {
    return this.peek(ahead).kind === 'number';
  }

  /** A number within limits, both included. */
  number(least: number, greatest: number, what: { nb: string; en: string }): number {
    const token = this.next();
    const value = Number(token.text);
    if (token.kind !== 'number' || value < least || value > greatest) {
      throw this.refusal(
        token,
        `Her ventes ${what.nb} fra ${least} til ${greatest}.`,
        `Expected ${what.en} from ${least} to ${greatest}.`,
      );
    }
    return value;
  }

  /** Tries a reading and goes back when it answers null. */
  attempt<Result>(read: () => Result | null): Result | null {
    const index = this.index;
    const warnings = this.warnings.length;
    const result = read();
    if (result === null) {
      this.index = index;
      this.warnings.length = warnings;
    }
    return result;
  }

  warn(token: Token, nb: string, en: string): void {
    this.warnings.push({ position: token.position, nb, en });
  }

  refusal(token: Token, nb: string, en: string): HoursSyntaxError {
    return new HoursSyntaxError(this.expression, token.position, nb, en);
  }
}
