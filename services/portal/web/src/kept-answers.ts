/** The number rises when the shape of an answer changes. */
const PREFIX = 'selvbetjent.answer.1.';

export interface Kept<T> {
  value: T;
  /** When the server said so, in epoch milliseconds. */
  at: number;
}

/** The last good answers to public questions, for when no contact can be had. What can't be kept is simply not there later. */
export const keptAnswers = {
  keep<T>(name: string, answer: Kept<T>): void {
    try {
      localStorage.setItem(PREFIX + name, JSON.stringify(answer));
    } catch {
      // Full or forbidden.
    }
  },

  read<T>(name: string): Kept<T> | undefined {
    try {
      const text = localStorage.getItem(PREFIX + name);
      return text === null ? undefined : (JSON.parse(text) as Kept<T>);
    } catch {
      return undefined;
    }
  },
};
