import { Inject, Injectable } from '@nestjs/common';
import {
  denied,
  type HoursPreview,
  ok,
  type Outcome,
  type PreviewOpeningHours,
  type StationChanged,
} from '@selvbetjent/contracts';
import { Database } from '@selvbetjent/database';
import { daysBetween, localDateOf, plusDays } from '@selvbetjent/opening-hours';
import { Clock } from '@selvbetjent/platform';
import { readingOf, syntaxRefusal } from '../domain/hours-syntax';
import { hoursWarnings } from '../domain/hours-warnings';
import { refusalFor, unknownStation } from '../domain/may-change';
import { previewHours } from '../domain/preview-hours';
import { withExceptions, withVersion } from '../domain/with-hours';
import { StationStore } from '../station.store';

const DEFAULT_DAYS = 14;
const MOST_DAYS = 400;

/** What would be if these hours were saved. Saves nothing. */
@Injectable()
export class PreviewOpeningHoursHandler {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(StationStore) private readonly stations: StationStore,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async handle(request: PreviewOpeningHours): Promise<Outcome<HoursPreview>> {
    const { author, stationId, hours, exceptions = [] } = request;
    const refusal = refusalFor(author, stationId) ?? unreadable(request);
    if (refusal) return refusal;
    const known = await this.stations.find(this.database, stationId);
    if (!known) return unknownStation(stationId);
    const now = this.clock.now();
    const station = withoutPastClosures(known, now);

    const today = localDateOf(now, station.timeZone);
    const from = request.from ?? laterOf(today, request.validFrom);
    const to = request.to ?? plusDays(from, DEFAULT_DAYS - 1);
    const days = daysBetween(from, to) + 1;
    if (days < 1 || days > MOST_DAYS) {
      return denied('bad_interval', `Velg en periode på 1 til ${MOST_DAYS} dager.`, { from, to });
    }
    const after = withExceptions(withVersion(station, request), exceptions);
    const warnings = hoursWarnings(station, after, today);
    return ok({ ...previewHours(station, request, { from, to }), warnings, ...readingOf(hours) });
  }
}

function unreadable({ hours, exceptions = [] }: PreviewOpeningHours): Outcome<never> | null {
  const refusals = exceptions.map((exception) => syntaxRefusal(exception.hours, { date: exception.date }));
  return syntaxRefusal(hours) ?? refusals.find((refusal) => refusal !== null) ?? null;
}

/** A closure that is over stands in nobody's way any more, even where its days are shown. */
function withoutPastClosures(station: StationChanged, now: Date): StationChanged {
  const closures = station.closures.filter(({ until }) => until === null || new Date(until) > now);
  return { ...station, closures };
}

/** Hours that begin later than today have their first days shown. */
function laterOf(today: string, validFrom: string): string {
  return validFrom > today ? validFrom : today;
}
