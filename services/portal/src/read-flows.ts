import { Inject, Injectable } from '@nestjs/common';
import { type Period, QueryFlows } from '@selvbetjent/contracts';
import { Requests } from '@selvbetjent/messaging';
import { Problem } from '@selvbetjent/platform';
import { answer } from './api/answer';
import { type FlowsQuery } from './api/figures.dto';
import { comparedRange } from './domain/compared-range';
import { daysIn } from './domain/dates';
import { type AnsweredRange, type FlowView, flowView } from './domain/flow-figures';
import { type DateSpan } from './domain/public-figures';
import { periodsIn, suitingPeriod } from './domain/range-periods';

const LONGEST_YEARS = 20;
const MOST_PERIODS = 400;

/** What the operator's dashboard shows, and what its exports hold: the same, from here. */
@Injectable()
export class ReadFlows {
  constructor(@Inject(Requests) private readonly requests: Requests) {}

  async handle({ station, from, to, by, split, against }: FlowsQuery): Promise<FlowView> {
    const range = { from, to };
    const chosen = by ?? suitingPeriod(range);
    requireReadable(range, chosen);
    const ask = async (span: DateSpan): Promise<AnsweredRange> => {
      const asked = { stationIds: station, ...span, by: chosen, split };
      return { ...span, periods: periodsIn(span, chosen), sums: answer(await this.requests.ask(QueryFlows, asked)) };
    };
    const [now, before] = await Promise.all([ask(range), against ? ask(comparedRange(range, against)) : null]);
    return flowView({ by: chosen, split: split ?? null }, now, before);
  }
}

function requireReadable(range: DateSpan, by: Period): void {
  if (range.from > range.to) throw badRange('Fra-datoen må komme før til-datoen.');
  if (daysIn(range) > LONGEST_YEARS * 366) throw badRange(`Velg høyst ${LONGEST_YEARS} år.`);
  if (periodsIn(range, by).length > MOST_PERIODS)
    throw badRange('Det blir for mange stolper. Velg et kortere tidsrom, eller lengre perioder.');
}

function badRange(detail: string): Problem {
  return new Problem(422, 'bad_range', 'Tidsrommet kan ikke vises', detail);
}
