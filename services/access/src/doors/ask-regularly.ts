import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DeviceLink } from './device-link';
import { ForeignDoors } from './foreign-doors';
import { Monotonic } from './monotonic';
import { RequestIds } from './request-ids';

const STEP_MS = 10_000;

/** Asks doors of other makes how they are: by themselves they speak only of changes, and silence would be unknown. */
@Injectable()
export class AskRegularly implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private cancel: () => void = () => undefined;
  private step = 0;

  constructor(
    @Inject(DeviceLink) private readonly link: Pick<DeviceLink, 'publishOnce'>,
    @Inject(ForeignDoors) private readonly doors: ForeignDoors,
    @Inject(Monotonic) private readonly time: Monotonic,
    @Inject(RequestIds) private readonly ids: RequestIds,
  ) {}

  onApplicationBootstrap(): void {
    this.askAll();
  }

  beforeApplicationShutdown(): void {
    this.cancel();
  }

  private askAll(): void {
    for (const { protocol, listed } of this.doors.all()) {
      const isDue = this.step % Math.ceil(protocol.askEveryMs / STEP_MS) === 0;
      const questions = isDue ? protocol.questions(listed, this.ids.next()) : [];
      for (const { topic, payload } of questions) this.link.publishOnce(topic, payload);
    }
    this.step += 1;
    this.cancel = this.time.after(STEP_MS, () => this.askAll());
  }
}
