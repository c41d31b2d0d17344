import { Controller, Get, Header, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  type Author,
  mayActFor,
  OPERATOR_ROLES,
  QueryTonnage,
  STAFF_ROLES,
  type Tonnage,
} from '@selvbetjent/contracts';
import { Requests } from '@selvbetjent/messaging';
import { localDateOf } from '@selvbetjent/opening-hours';
import { Clock, Problem } from '@selvbetjent/platform';
import {
  type DateSpan,
  publicFigures,
  type PublicPeriod,
  type PublicTonnageRow,
  wholePeriods,
} from '../domain/public-figures';
import { CurrentAuthor, Public } from '../sign-in/access-rule';
import { answer } from './answer';
import { TonnageQuery } from './figures.dto';

/** All stations are in Norway; only for the default range. */
const ZONE = 'Europe/Oslo';

/** `flows`, and kilos in `complete`, only for who has a role; everybody else may find figures hidden. */
export interface TonnageFigures extends Omit<Tonnage, 'rows'> {
  rows: PublicTonnageRow[];
}

@ApiTags('figures')
@Controller('api/tonnage')
export class TonnageController {
  constructor(
    @Inject(Requests) private readonly requests: Requests,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * Kilos (in grams) by period, station, stream and fraction. Without a role: whole months and years; rows hide their
   * grams while the period isn't over for a week, and where they are of fewer than five visits or would give such away.
   */
  @Public()
  @Get()
  @Header('Cache-Control', 'no-cache')
  @Header('Vary', 'Cookie, Authorization')
  async query(
    @Query() { station, from, to, by }: TonnageQuery,
    @CurrentAuthor() author: Author | null,
  ): Promise<TonnageFigures> {
    if (by === 'day' || by === 'week') requireOperator(author, station);
    const today = localDateOf(this.clock.now(), ZONE);
    const span = { from: from ?? `${today.slice(0, 4)}-01-01`, to: to ?? today };
    const hasRole = author !== null && mayActFor(author, station ?? '*', STAFF_ROLES);
    if (hasRole || by === 'day' || by === 'week') return this.ask({ stationId: station, ...span, by });
    return this.askForEveryone({ stationId: station, today }, span, by);
  }

  private async askForEveryone(
    { stationId, today }: { stationId: string | undefined; today: string },
    span: DateSpan,
    by: PublicPeriod,
  ): Promise<TonnageFigures> {
    const [asked, years] = [wholePeriods(span, by), wholePeriods(span, 'year')];
    const [{ complete }, byMonth, byYear] = await Promise.all([
      this.ask({ stationId, ...asked, by }),
      this.ask({ stationId, ...years, by: 'month' }),
      this.ask({ stationId, ...years, by: 'year' }),
    ]);
    const figures = publicFigures(byMonth.rows, byYear.rows, today);
    const [first, last] = [asked.from.slice(0, 7), asked.to.slice(0, 7)];
    const months = figures.months.filter(({ period }) => period >= first && period <= last);
    const { openMinutes, weighedMinutes, visits, trustedVisits } = complete;
    const rows = by === 'year' ? figures.years : months;
    return { rows, complete: { openMinutes, weighedMinutes, visits, trustedVisits } };
  }

  private async ask(request: Omit<QueryTonnage, 'replyType'>): Promise<Tonnage> {
    return answer(await this.requests.ask(QueryTonnage, request));
  }
}

function requireOperator(author: Author | null, station = '*'): void {
  const detail = 'Tall per dag og uke er for driftsansvarlige. Velg måned eller år.';
  if (!author) throw new Problem(401, 'not_signed_in', 'Du er ikke logget inn', detail);
  if (!mayActFor(author, station, OPERATOR_ROLES))
    throw new Problem(403, 'forbidden', 'Du har ikke tilgang til dette', detail);
}
