import { Inject, Injectable } from '@nestjs/common';
import { type Transaction } from '@selvbetjent/database';
import { Clock } from '@selvbetjent/platform';
import { NOTHING_KNOWN } from './domain/carry';
import { type Sample } from './domain/sample';
import { markUnsettled } from './domain/settle-time';
import { toleranceGrams } from './domain/tolerance';
import { type ContainerRun } from './domain/weigh-visits';
import { type ContainerScale, SampleStore } from './sample.store';
import { type PlacedContainer, ScaleStore } from './scale.store';
import { type VisitRun, VisitStore } from './visit.store';
import { type ContainerKey } from './container-key';
import { type Span } from './weighing-due.store';

export interface LoadedRun {
  run: ContainerRun;
  /** The weighings that the run's visits had before. */
  weighingIds: string[];
  place: PlacedContainer;
  scaleId: string;
}

/** A container, and the scale that weighs it now. */
interface Weighed {
  container: ContainerKey;
  place: PlacedContainer;
  scale: ContainerScale;
  now: Date;
}

/** Gathers what is needed to weigh the visits that news of a span can change. */
@Injectable()
export class RunLoader {
  constructor(
    @Inject(ScaleStore) private readonly scales: ScaleStore,
    @Inject(VisitStore) private readonly visits: VisitStore,
    @Inject(SampleStore) private readonly samples: SampleStore,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @returns in order of time; none when nothing weighs the container */
  async load(tx: Transaction, container: ContainerKey, span: Span): Promise<LoadedRun[]> {
    const now = this.clock.now();
    const place = await this.scales.findContainer(tx, container);
    const scale = await this.samples.scaleOf(tx, container, now);
    if (!place || !scale) return [];
    const loaded: LoadedRun[] = [];
    for (const visitRun of await this.visits.runs(tx, container, span)) {
      const run = await this.withSamples(tx, visitRun, { container, place, scale, now });
      loaded.push({ run, weighingIds: visitRun.weighingIds, place, scaleId: scale.scaleId });
    }
    return loaded;
  }

  private async withSamples(
    tx: Transaction,
    visitRun: VisitRun,
    { container, place, scale, now }: Weighed,
  ): Promise<ContainerRun> {
    const carry = visitRun.carry ?? NOTHING_KNOWN;
    const settleTime = {
      settleMs: place.settleMs,
      toleranceGrams: toleranceGrams(scale.limits.resolutionGrams, carry.noiseGrams),
    };
    const gaps = await this.gaps(tx, container, { ...visitRun, newestAt: scale.newestReadingAt });
    const during = await this.during(tx, container, visitRun);
    return {
      visits: visitRun.visits,
      gaps: gaps.map((samples, index) => markUnsettled(samples, settleTime, during[index - 1])),
      during,
      nextOpenedAtMs: visitRun.nextOpenedAt?.getTime() ?? null,
      newestReadingAtMs: scale.newestReadingAt?.getTime() ?? null,
      lastHeardAtMs: scale.lastHeardAt?.getTime() ?? null,
      nowMs: now.getTime(),
      scale: scale.limits,
      carry,
    };
  }

  private async gaps(
    tx: Transaction,
    container: ContainerKey,
    run: VisitRun & { newestAt: Date | null },
  ): Promise<Sample[][]> {
    const gaps: Sample[][] = [];
    let closedAt = run.previousClosedAt;
    for (const visit of run.visits) {
      gaps.push(await this.samples.between(tx, container, closedAt, new Date(visit.openedAtMs), run.newestAt));
      closedAt = new Date(visit.closedAtMs ?? visit.openedAtMs);
    }
    gaps.push(await this.samples.between(tx, container, closedAt, run.nextOpenedAt, run.newestAt));
    return gaps;
  }

  private async during(tx: Transaction, container: ContainerKey, run: VisitRun): Promise<Sample[][]> {
    const during: Sample[][] = [];
    for (const { openedAtMs, closedAtMs } of run.visits) {
      const span = { from: new Date(openedAtMs), until: new Date(closedAtMs ?? openedAtMs) };
      during.push(await this.samples.during(tx, container, span));
    }
    return during;
  }
}
