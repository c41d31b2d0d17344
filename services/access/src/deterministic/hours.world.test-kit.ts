import { type StationChanged } from '@selvbetjent/contracts';
import { type SeededRandom } from '@selvbetjent/simulation';
import { type Core, FixedClock, type World } from '@selvbetjent/testing';
import { aStation } from '../access.test-kit';
import { DoorAccess } from '../door-access';
import { type Decision } from '../domain/decide';
import { doorsOf } from '../station.store';
import { dateOfDay, dayAt, isOpenAt, type PlainHours, type PlainVersion, type Span } from './plain-hours.test-kit';

export type HoursEvent =
  | { name: 'pass'; ms: number }
  /** To the next end of what is now, and so many milliseconds beside it. */
  | { name: 'to-the-end'; besideMs: number }
  | { name: 'save'; inDays: number; week: (Span | null)[]; isClosedOnHolidays: boolean }
  | { name: 'except'; inDays: number; span: Span | null }
  | { name: 'close'; inMs: number; forMs: number }
  | { name: 'go'; day: number };

/** Mistakes that this simulation must find. */
export interface HoursMistakes {
  /** Takes an instant for another one. */
  shiftMs?: (atMs: number) => number;
  /** What the station becomes on its way to the door. */
  spoilt?: (station: StationChanged) => StationChanged;
}

const WEEKDAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'];
const [MINUTE_MS, DAY_MS] = [60_000, 86_400_000];
const FIRST_DAY = Date.UTC(2026, 0, 2) / DAY_MS;
const DAYS = 700;
const DAY_OF_CHANGE = [Date.UTC(2026, 2, 28), Date.UTC(2026, 9, 24), Date.UTC(2027, 2, 27)].map((ms) => ms / DAY_MS);
const READY = { outOfReach: null, busyUntil: null, commandsLeft: 60, perMinute: 60 };

/** A door's hours as staff change them, pressed at every step. */
class HoursWorld implements World<HoursEvent> {
  private atMs = FIRST_DAY * DAY_MS;
  private versions: PlainVersion[] = [];
  private exceptions = new Map<string, Span | null>();
  private closures: { fromMs: number; untilMs: number }[] = [];
  private revision = 1;
  private station: StationChanged | null = null;
  private readonly access = new DoorAccess('http://127.0.0.1', new FixedClock(new Date(0)));

  constructor(private readonly mistakes: HoursMistakes) {}

  next(random: SeededRandom): HoursEvent {
    const dice = random.integer(10_000);
    if (dice < 5_000) return { name: 'to-the-end', besideMs: [-1, 0, 1, -1_000, 1_000][random.integer(5)] ?? 0 };
    if (dice < 9_960) return { name: 'pass', ms: random.integer(random.integer(4) === 0 ? DAY_MS : 90 * MINUTE_MS) };
    if (dice < 9_970) return { name: 'save', inDays: random.integer(9), ...aWeek(random) };
    if (dice < 9_980)
      return { name: 'except', inDays: random.integer(5), span: random.integer(3) === 0 ? null : aSpan(random, 1_440) };
    if (dice < 9_990) {
      return { name: 'close', inMs: random.integer(DAY_MS), forMs: 1 + random.integer(2 * DAY_MS) };
    }
    const isChange = random.integer(2) === 0;
    return { name: 'go', day: isChange ? (DAY_OF_CHANGE[random.integer(3)] ?? 0) : FIRST_DAY + random.integer(DAYS) };
  }

  apply(event: HoursEvent): void {
    switch (event.name) {
      case 'pass':
        this.atMs = this.inCalendar(this.atMs + event.ms);
        return;
      case 'to-the-end': {
        const { until } = this.decide();
        if (until) this.atMs = this.inCalendar(until.getTime() + event.besideMs);
        return;
      }
      case 'go':
        this.atMs = event.day * DAY_MS;
        return;
      default:
        return this.change(event);
    }
  }

  broken(): string | null {
    const { outcome, until } = this.decide();
    const isOpen = outcome === 'granted';
    if (isOpen !== isOpenAt(this.plain(), this.atMs)) {
      return `hours: ${isOpen ? 'opens' : 'stays closed'} at ${new Date(this.atMs).toISOString()}`;
    }
    if (!isOpen || !until) return null;
    const isEnd = isOpenAt(this.plain(), until.getTime() - 1) && !isOpenAt(this.plain(), until.getTime());
    return isEnd ? null : `until: open until ${until.toISOString()} is not its end`;
  }

  settle(): void {
    // Nothing is under way.
  }

  brokenAtRest(): null {
    return null;
  }

  private decide(): Decision {
    const { spoilt, shiftMs } = this.mistakes;
    this.station ??= spoilt ? spoilt(this.saved()) : this.saved();
    const now = new Date(shiftMs ? shiftMs(this.atMs) : this.atMs);
    const [place] = doorsOf([{ station: this.station, contactAt: now }]);
    if (!place) throw new Error('The station has lost its door');
    return this.access.decide(place, READY, now);
  }

  private change(event: Extract<HoursEvent, { name: 'save' | 'except' | 'close' }>): void {
    this.station = null;
    this.revision += 1;
    const today = dayAt(this.atMs);
    if (event.name === 'close') {
      const fromMs = this.atMs + event.inMs;
      this.closures = [...this.closures.slice(-2), { fromMs, untilMs: fromMs + event.forMs }];
    } else if (event.name === 'except') {
      this.exceptions.set(dateOfDay(today + event.inDays), event.span);
    } else {
      const fromDay = today + event.inDays;
      const { week, isClosedOnHolidays } = event;
      const others = this.versions.filter((version) => version.fromDay !== fromDay).slice(-3);
      this.versions = [...others, { fromDay, week, isClosedOnHolidays }].sort(
        (one, other) => one.fromDay - other.fromDay,
      );
    }
  }

  private plain(): PlainHours {
    return { versions: this.versions, exceptions: this.exceptions, closures: this.closures };
  }

  private saved(): StationChanged {
    const reason = { nb: 'Stengt', en: 'Closed' };
    return aStation('trosterud', '24/7', {
      revision: this.revision,
      openingHours: this.versions.map((version) => ({ validFrom: dateOfDay(version.fromDay), hours: textOf(version) })),
      exceptions: [...this.exceptions].map(([date, span]) => ({ date, hours: span ? spanText(span) : 'off' })),
      closures: this.closures.map(({ fromMs, untilMs }, index) => ({
        ...{ id: `closure-${index}`, containers: null, appliesTo: 'everyone' as const, reason },
        ...{ from: new Date(fromMs).toISOString(), until: new Date(untilMs).toISOString() },
      })),
    });
  }

  private inCalendar(atMs: number): number {
    return atMs > (FIRST_DAY + DAYS) * DAY_MS ? FIRST_DAY * DAY_MS : atMs;
  }
}

function aWeek(random: SeededRandom): { week: (Span | null)[]; isClosedOnHolidays: boolean } {
  const week = WEEKDAYS.map((): Span | null => (random.integer(3) === 0 ? null : aSpan(random, 1_440 + 300)));
  // A week without any hours can't be written.
  if (!week.some((span) => span !== null)) week[0] = aSpan(random, 1_440);
  return { week, isClosedOnHolidays: random.integer(2) === 0 };
}

/** Of quarters of an hour, at least one. */
function aSpan(random: SeededRandom, latestMinute: number): Span {
  const fromMinute = 15 * random.integer(94);
  const untilMinute = fromMinute + 15 * (1 + random.integer((latestMinute - fromMinute) / 15));
  return { fromMinute, untilMinute: Math.min(untilMinute, latestMinute, fromMinute + 1_440) };
}

function textOf({ week, isClosedOnHolidays }: PlainVersion): string {
  const days = week.flatMap((span, index) => (span ? [`${WEEKDAYS[index]} ${spanText(span)}`] : []));
  return [...days, ...(isClosedOnHolidays ? ['PH off'] : [])].join('; ');
}

function spanText({ fromMinute, untilMinute }: Span): string {
  const isNight = untilMinute > 1_440;
  return `${clock(fromMinute)}-${clock(isNight ? untilMinute - 1_440 : untilMinute)}`;
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** Opening hours and the decision, held against a calendar that shares no code with them. */
export function hoursCore(mistakes: HoursMistakes = {}): Core<HoursEvent> {
  return { name: 'hours', stepsPerSeed: 5_000, begin: () => new HoursWorld(mistakes) };
}
