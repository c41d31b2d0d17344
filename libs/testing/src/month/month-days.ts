import { recordedDay, type RecordedMessage, recordedMessages, SeededRandom } from '@selvbetjent/simulation';
import { Temporal } from 'temporal-polyfill';

/** The clocks change in it; far enough back that all of it has been. */
const FIRST_DAY = '2026-10-10';
const TIME_ZONE = 'Europe/Oslo';
/** Further apart than the two hours within which staff's word looks for the change that it means. */
const VISITS_AT = ['11:10', '14:35'];
const MOST_STEPS = 245;
const STEP_GRAMS = 100;
const BATCHES = { readingsPerMessage: 140, changesPerMessage: 4 };

export interface MonthVisit {
  stationId: string;
  localDate: string;
  /** The instant of the close, ISO. */
  closedAt: string;
  /** + into the container. */
  grams: number;
}

export interface StationDay {
  visits: MonthVisit[];
  /** In the order of a live day. */
  messages: RecordedMessage[];
}

/** A station's days one after the other: what lies in the container in the evening lies there in the morning. */
export function stationDays(stationId: string, days: number, seed: number): StationDay[] {
  const random = new SeededRandom(seed);
  let startGrams = 400_000;
  return Array.from({ length: days }, (_, index) => {
    const localDate = Temporal.PlainDate.from(FIRST_DAY).add({ days: index }).toString();
    const device = { stationId, doorId: `${stationId}-dor`, scaleId: `${stationId}-vekt` };
    // Whole steps of the scale's resolution, so that truth and display agree to the gram; more comes than goes, within the capacity.
    const visits = VISITS_AT.map((at) => ({
      at,
      grams: (random.integer(5) < 3 ? 1 : -1) * STEP_GRAMS * (5 + random.integer(MOST_STEPS)),
    }));
    const options = { ...device, date: localDate, timeZone: TIME_ZONE, visits, startGrams };
    const day = recordedDay({ ...options, seed: seed + index, noiseGrams: 0, resolutionGrams: STEP_GRAMS });
    startGrams += day.truth.totalGrams;
    return {
      visits: day.truth.visits.map(({ closedAt, grams }) => ({ stationId, localDate, closedAt, grams })),
      messages: recordedMessages(device, day, BATCHES),
    };
  });
}
