import { Token } from './lexer';
import { Rule } from './model';
import { hasNightBefore } from './nights';
import { hasSelectors } from './parse-selectors';
import { TokenReader } from './token-reader';

/** Warns where a rule does something to the rules before it that people often don't mean. */
export function warnOfRule(reader: TokenReader, start: Token, rule: Rule, before: Rule[]): void {
  const warning = warningOf(rule, before);
  if (warning) reader.warn(start, warning.nb, warning.en);
}

function warningOf(rule: Rule, before: Rule[]): { nb: string; en: string } | null {
  const { separator, state, times } = rule;
  if (separator === 'additional' && state === 'closed') {
    return { nb: 'Skriv semikolon foran en regel som stenger.', en: 'Write a semicolon before a rule that closes.' };
  }
  if (separator !== 'normal') return null;
  if (!hasSelectors(rule) && (state !== 'closed' || times.length === 0)) {
    return {
      nb: 'Denne regelen gjelder alle dager og erstatter reglene foran.',
      en: 'This rule speaks of every day and replaces the rules before it.',
    };
  }
  return before.some((earlier) => hasNightBefore(earlier, rule))
    ? {
        nb: 'Reglene foran går over midnatt. Se etter at nettene rundt disse dagene blir som du vil.',
        en: 'The rules before pass midnight. Check that the nights around these days become what you want.',
      }
    : null;
}
