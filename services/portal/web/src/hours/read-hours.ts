import { describe, HoursSyntaxError, parseOpeningHours } from '@selvbetjent/opening-hours';
import { weekOfText, type EditedWeek } from './edited-week';

/** Why a text can't be read; `position` from 0. */
export interface TextFault {
  message: string;
  position: number;
}

export interface ReadHours {
  /** Null when the text can't be read, or says more than the grid can show. */
  week: EditedWeek | null;
  /** The hours in plain Norwegian; empty when they can't be read. */
  words: string;
  fault: TextFault | null;
  /** Spellings that often mean something else. */
  remarks: TextFault[];
}

const EMPTY: ReadHours = { week: weekOfText('off'), words: '', fault: null, remarks: [] };

/** Reads a text while it is being written; an empty one is a week without hours. */
export function readHours(text: string): ReadHours {
  if (text === '') return EMPTY;
  try {
    const read = parseOpeningHours(text);
    const remarks = read.warnings.map(({ position, nb }) => ({ position, message: nb }));
    return { week: weekOfText(text), words: describe(read, 'nb'), fault: null, remarks };
  } catch (error) {
    if (!(error instanceof HoursSyntaxError)) throw error;
    return { week: null, words: '', fault: { message: error.reason, position: error.position }, remarks: [] };
  }
}

/** Hours in plain Norwegian, or the text itself where it can't be read. */
export function hoursInWords(text: string): string {
  const words = readHours(text).words;
  return words === '' ? text : words.charAt(0).toUpperCase() + words.slice(1);
}

/** The same for the hours of a single date, where «alle dager» would mislead. */
export function dateHoursInWords(text: string): string {
  const words = hoursInWords(text).replace(/^Alle dager /, '');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
