import { Controller, Get, Header, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { type Author, mayActFor, OPERATOR_ROLES, QueryTonnage, STAFF_ROLES } from '@selvbetjent/contracts';
import { Requests } from '@selvbetjent/messaging';
import { localDateOf } from '@selvbetjent/opening-hours';
import { Clock, Problem } from '@selvbetjent/platform';
import { suppressSmallFigures } from '../domain/suppress-small-figures';
import { CurrentAuthor, Public } from '../sign-in/access-rule';
import { answer } from './answer';
import { TonnageQuery } from './figures.dto';

/** All stations are in Norway; only for the default range. */
const ZONE = 'Europe/Oslo';

@ApiTags('figures')
@Controller('api/tonnage')
export class TonnageController {
  constructor(
    @Inject(Requests) private readonly requests: Requests,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Kilos (in grams) by period, station, stream and fraction. Without a role, rows of fewer than five visits hide theirs. */
  @Public()
  @Get()
  @Header('Cache-Control', 'no-cache')
  @Header('Vary', 'Cookie, Authorization')
  @ApiOkResponse({
    description: '{rows:[{period,stationId,stream,fraction,grams,takenOutGrams,dropOffs,uncertainGrams}],complete}',
  })
  async query(@Query() { station, from, to, by }: TonnageQuery, @CurrentAuthor() author: Author | null) {
    if (by === 'day' || by === 'week') requireOperator(author, station);
    const today = localDateOf(this.clock.now(), ZONE);
    const request = { stationId: station, from: from ?? `${today.slice(0, 4)}-01-01`, to: to ?? today, by };
    const { rows, complete } = answer(await this.requests.ask(QueryTonnage, request));
    const hasRole = author !== null && mayActFor(author, station ?? '*', STAFF_ROLES);
    return { rows: hasRole ? rows : suppressSmallFigures(rows), complete };
  }
}

function requireOperator(author: Author | null, station = '*'): void {
  const detail = 'Tall per dag og uke er for driftsansvarlige. Velg måned eller år.';
  if (!author) throw new Problem(401, 'not_signed_in', 'Du er ikke logget inn', detail);
  if (!mayActFor(author, station, OPERATOR_ROLES))
    throw new Problem(403, 'forbidden', 'Du har ikke tilgang til dette', detail);
}
