import { Stretch } from './stretch';
import { StateAt } from './schedule';
import { Position, StretchRow } from './stretch-row';
import { Told, toldAt, withinHorizon } from './told';

const MS_PER_DAY = 24 * 60 * 60 * 1000;
const MS_PER_YEAR = 365.2425 * MS_PER_DAY;

interface Answer extends Stretch, Position {
  /** Worked out when first asked for. */
  told: Told | null;
}

interface Year {
  start: number;
  end: number;
  answers: Answer[];
  /** For every 24 hours since the start the answer that holds at their beginning. */
  firstOfDay: Uint16Array;
}

/** The answers of a schedule: years made when first asked for, an instant found by its day. */
export class Timeline implements StretchRow {
  private readonly years = new Map<number, Year>();

  /** @param make the stretches from 1 January to 1 January, sorted and without gaps */
  constructor(private readonly make: (year: number) => Stretch[]) {}

  /** @throws RangeError for an invalid Date (NaN) */
  at(instant: number): Answer {
    const year = this.year(this.yearNumberOf(instant));
    const day = Math.floor((instant - year.start) / MS_PER_DAY);
    let index = year.firstOfDay[day] ?? 0;
    while ((year.answers[index]?.end ?? Infinity) <= instant) index += 1;
    return answerIn(year, index);
  }

  /** As `at`, with the changes around it; instants with the same answer share one object. */
  stateAt(instant: number): StateAt {
    const stretch = this.at(instant);
    const { answer, isNear } = (stretch.told ??= toldAt(this, stretch));
    return isNear ? answer : withinHorizon(answer, instant);
  }

  /** The answers that touch a time, in order. @throws RangeError for an invalid Date (NaN) */
  *between(from: number, to: number): Generator<Stretch> {
    const last = this.yearNumberOf(to);
    for (let number = this.yearNumberOf(from); number <= last; number += 1) {
      for (const answer of this.year(number).answers) if (answer.start < to && answer.end > from) yield answer;
    }
  }

  stretch({ year, index }: Position): Stretch {
    return answerIn(this.year(year), index);
  }

  next({ year, index }: Position): Position {
    return index + 1 < this.year(year).answers.length ? { year, index: index + 1 } : { year: year + 1, index: 0 };
  }

  previous({ year, index }: Position): Position {
    return index > 0 ? { year, index: index - 1 } : { year: year - 1, index: this.year(year - 1).answers.length - 1 };
  }

  /** The year in the zone: near New Year the one beside that of the mean calendar. */
  private yearNumberOf(instant: number): number {
    if (!Number.isFinite(instant)) throw new RangeError('Not an instant');
    const guess = 1970 + Math.floor(instant / MS_PER_YEAR);
    const { start, end } = this.year(guess);
    if (instant < start) return guess - 1;
    return instant >= end ? guess + 1 : guess;
  }

  private year(number: number): Year {
    const known = this.years.get(number);
    if (known) return known;
    const year = yearOf(number, this.make(number));
    this.years.set(number, year);
    return year;
  }
}

function yearOf(year: number, stretches: Stretch[]): Year {
  const answers = stretches.map((stretch, index): Answer => ({ ...stretch, year, index, told: null }));
  const start = answers[0]?.start ?? NaN;
  const end = answers.at(-1)?.end ?? NaN;
  const firstOfDay = new Uint16Array(Math.ceil((end - start) / MS_PER_DAY));
  for (let day = 0, index = 0; day < firstOfDay.length; day += 1) {
    while ((answers[index]?.end ?? Infinity) <= start + day * MS_PER_DAY) index += 1;
    firstOfDay[day] = index;
  }
  return { start, end, answers, firstOfDay };
}

function answerIn({ answers }: Year, index: number): Answer {
  const answer = answers[index];
  if (!answer) throw new Error('A year has no gaps');
  return answer;
}
