import { Controller, Get, Header, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ForOperators } from './access-rule';
import { ListPeople } from './list-people';
import { PeopleQuery, PeopleView } from './people.dto';

@ApiTags('session')
@Controller('api/people')
export class PeopleController {
  constructor(@Inject(ListPeople) private readonly listing: ListPeople) {}

  /**
   * Who signed in with a browser lately, with roles and stations as the identity provider gave them then: those who may act for one
   * station, or everyone for operators of all.
   */
  @ForOperators()
  @Get()
  @Header('Cache-Control', 'no-store')
  @ApiOkResponse({ type: PeopleView })
  async list(@Query() { station }: PeopleQuery): Promise<PeopleView> {
    const { keptDays, people } = await this.listing.handle(station);
    return {
      keptDays,
      people: people.map((person) => ({ ...person, lastSignedInAt: person.lastSignedInAt.toISOString() })),
    };
  }
}
