import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
  type Provider,
} from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { Timer } from './timer';

/** Work that is due again and again. Each run does all that is due by then, so that the next one makes good what one missed. */
export interface Job {
  /** Between two beginnings; one that comes while the job still runs is left out. */
  everyMs: number;
  /** Whether it also runs as soon as the service has started. */
  atStart?: boolean;
  /** @param stopping aborted when the service ends: what takes long leaves off at the next good place */
  run(stopping: AbortSignal): Promise<unknown>;
}

/** By the name under which the log tells of each: the use case's file. */
export type Jobs = Readonly<Record<string, Job>>;

/** The jobs of this service. */
class JobList {
  constructor(readonly jobs: Jobs) {}
}

/** Repeats a service's jobs: none twice at once, and none hindered by another that fails or hangs. The end of the service waits for those that run. */
@Injectable()
export class RepeatedJobs implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(RepeatedJobs.name);
  private readonly running = new Map<string, Promise<void>>();
  private readonly failing = new Map<string, string>();
  private readonly stopping = new AbortController();
  private stops: (() => void)[] = [];

  constructor(
    @Inject(JobList) private readonly list: JobList,
    @Inject(Timer) private readonly timer: Timer,
  ) {}

  onApplicationBootstrap(): void {
    const jobs = Object.entries(this.list.jobs);
    this.stops = jobs.map(([name, job]) => this.timer.every(job.everyMs, () => this.begin(name, job)));
    for (const [name, job] of jobs) if (job.atStart) this.begin(name, job);
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    for (const stop of this.stops) stop();
    await Promise.all(this.running.values());
  }

  private begin(name: string, job: Job): void {
    if (this.running.has(name)) return;
    const run = this.run(name, job).finally(() => this.running.delete(name));
    this.running.set(name, run);
  }

  private async run(name: string, job: Job): Promise<void> {
    try {
      await job.run(this.stopping.signal);
      if (this.failing.delete(name)) this.logger.log(`${name} works again`);
    } catch (error) {
      this.failed(name, job, error as Error);
    }
  }

  /** The same failure again and again is told once. */
  private failed(name: string, { everyMs }: Job, error: Error): void {
    if (this.failing.get(name) === error.message) return;
    this.failing.set(name, error.message);
    this.logger.warn({ err: error, job: name }, `${name} failed; tried again every ${everyMs / 1_000} s`);
  }
}

/** @returns the providers that repeat these jobs from the service's start to its end; their use cases come from the same module. */
export function repeat(jobs: (parts: ModuleRef) => Jobs): Provider[] {
  return [
    { provide: JobList, inject: [ModuleRef], useFactory: (parts: ModuleRef) => new JobList(jobs(parts)) },
    RepeatedJobs,
  ];
}
