import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { PersonStore } from './person.store';
import { SessionStore } from './session.store';

const PAUSE_MS = 60 * 60_000;

/** Drops, every hour, the sessions that are over and the people whose last sign-in is too long ago, whether or not anybody signs in. */
@Injectable()
export class ForgetPeople implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(ForgetPeople.name);
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> = Promise.resolve();

  constructor(
    @Inject(PersonStore) private readonly people: PersonStore,
    @Inject(SessionStore) private readonly sessions: SessionStore,
  ) {}

  onApplicationBootstrap(): void {
    const begin = (): void => void (this.running = this.attempt());
    this.timer = setInterval(begin, PAUSE_MS);
    begin();
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.running;
  }

  async handle(): Promise<void> {
    await this.sessions.forgetOver();
    await this.people.forgetOld();
  }

  private async attempt(): Promise<void> {
    try {
      await this.handle();
    } catch (error) {
      this.logger.warn({ err: error }, 'Old sessions were not dropped; tried again in an hour');
    }
  }
}
