import { Inject, Injectable } from '@nestjs/common';
import { KEPT_DAYS, type Person, PersonStore } from './person.store';
import { SessionStore } from './session.store';

/** Who has signed in lately, and what the identity provider lets them do. */
@Injectable()
export class ListPeople {
  constructor(
    @Inject(PersonStore) private readonly people: PersonStore,
    @Inject(SessionStore) private readonly sessions: SessionStore,
  ) {}

  /** @param stationId only those who may act for it */
  async handle(stationId?: string): Promise<{ keptDays: number; people: Person[] }> {
    const everyone = await this.people.list(await this.sessions.subjects());
    const isAsked = ({ stations }: Person): boolean =>
      !stationId || stations.includes('*') || stations.includes(stationId);
    return { keptDays: KEPT_DAYS, people: everyone.filter(isAsked) };
  }
}
