import { Inject, Injectable } from '@nestjs/common';
import { PersonStore } from './person.store';
import { SessionStore } from './session.store';

/** Drops the sessions that are over and the people whose last sign-in is too long ago, whether or not anybody signs in. */
@Injectable()
export class ForgetPeople {
  constructor(
    @Inject(PersonStore) private readonly people: PersonStore,
    @Inject(SessionStore) private readonly sessions: SessionStore,
  ) {}

  async handle(): Promise<void> {
    await this.sessions.forgetOver();
    await this.people.forgetOld();
  }
}
