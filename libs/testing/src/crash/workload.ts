import { expect } from '@jest/globals';
import { nativeTopic, recordedDay, recordedMessages, SeededRandom } from '@selvbetjent/simulation';
import { setTimeout as delay } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import { ApiClient } from '../e2e/api-client';
import { type PlayedMessage, playUntilAcknowledged } from '../play-until-acknowledged';

const WEIGHED = 'weighed';
const TWO_DOORS = 'two-doors';
const PRESSED = 'pressed';
/** Rounds go forward in time: a visit before what is known already would be told as ended at once. */
const FIRST_DAY = '2026-07-01';
const VISITS_A_DAY = 6;
const HANG_MS = 60_000;

interface DayTruth {
  period: string;
  grams: number;
  takenOutGrams: number;
  dropOffs: number;
}

/** Everything that makes facts, in rounds of a few seconds: recorded days, late door news, presses, closures, activities. */
export class Workload {
  private readonly truth: DayTruth[] = [];

  constructor(
    private readonly system: { mqttUrl: string; portalUrl: string; simulatorUrl: string },
    private readonly seed: number,
  ) {}

  /** Resolves once everything that devices have to say is acknowledged. What people ask for may fail: they are not told otherwise. */
  async round(number: number): Promise<void> {
    const date = Temporal.PlainDate.from(FIRST_DAY).add({ days: number }).toString();
    await Promise.all([
      this.recordedDay(date, number),
      this.lateNews(date, number),
      this.presses(),
      this.closures(),
      this.activities(date),
    ]);
  }

  /** What the portal shows is what was put in and taken out, to the gram. */
  async expectTruth(): Promise<void> {
    const operator = await ApiClient.signIn(this.system, 'demo-operator');
    const truth = this.truth.toSorted((one, other) => one.period.localeCompare(other.period));
    const path = `/api/tonnage?station=${WEIGHED}&from=${truth[0]?.period}&to=${truth.at(-1)?.period}&by=day`;
    const answer = await answered(() => operator.send('GET', path));
    expect(answer).toMatchObject({ status: 200, body: { rows: truth } });
  }

  /** Visits to the gram; odd ones take something out. */
  private async recordedDay(date: string, number: number): Promise<void> {
    const random = new SeededRandom(this.seed + number);
    const visits = Array.from({ length: VISITS_A_DAY }, (_, index) => ({
      at: `11:${String(index * 8).padStart(2, '0')}`,
      grams: (index % 2 === 0 ? 100 : -100) * (5 + random.integer(200)),
    }));
    const device = { stationId: WEIGHED, doorId: `${WEIGHED}-dor`, scaleId: `${WEIGHED}-vekt` };
    const options = { ...device, date, timeZone: 'Europe/Oslo', visits, seed: this.seed + number };
    const day = recordedDay({ ...options, noiseGrams: 0, resolutionGrams: 100 });
    const messages = recordedMessages(device, day, { readingsPerMessage: 140, changesPerMessage: 1 });
    await playUntilAcknowledged(this.system.mqttUrl, messages);
    const sumOf = (sign: number): number =>
      visits.reduce((sum, { grams }) => sum + (Math.sign(grams) === sign ? Math.abs(grams) : 0), 0);
    const dropOffs = visits.filter(({ grams }) => grams > 0).length;
    this.truth.push({ period: date, grams: sumOf(1), takenOutGrams: sumOf(-1), dropOffs });
  }

  /** Two visits through one door turn out to be one, once the other door tells that it stood open all the while. */
  private async lateNews(date: string, number: number): Promise<void> {
    for (const hour of ['03', '08', '13']) {
      const first = ['00:00 open', '05:00 shut', '10:00 open', '15:00 shut'];
      const second = ['02:00 open', '12:00 shut'];
      const boot = `${this.seed}-${number}-${hour}`;
      await playUntilAcknowledged(this.system.mqttUrl, doorMessages('a', boot, date, hour, first));
      await playUntilAcknowledged(this.system.mqttUrl, doorMessages('b', boot, date, hour, second));
    }
  }

  /** Their kilos are of a station where nothing is weighed, so that the truth of weighing stays what it is. */
  private async activities(localDate: string): Promise<void> {
    const staff = await attempted(ApiClient.signIn(this.system, 'demo-staff'));
    const goods = [{ stream: 'reuse', fraction: 'furniture', grams: 1_000, method: 'weighed', origin: 'household' }];
    const activity = { localDate, place: 'Låven', kind: 'market', title: 'Marked', goods, residentEvents: 1 };
    for (let index = 0; staff && index < 3; index += 1)
      await attempted(staff.send('POST', `/api/activities?station=${TWO_DOORS}`, activity));
  }

  private async presses(): Promise<void> {
    for (const thingId of ['pressed-open', 'pressed-open', 'pressed-shut']) {
      await attempted(
        fetch(`${this.system.simulatorUrl}/sim/press`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ thingId, actionId: 'unlock' }),
        }),
      );
    }
  }

  private async closures(): Promise<void> {
    const reason = { nb: 'Stengt på grunn av is', en: 'Closed because of ice' };
    const staff = await attempted(ApiClient.signIn(this.system, 'demo-staff'));
    for (let index = 0; staff && index < 3; index += 1) {
      const path = `/api/stations/${TWO_DOORS}/closures`;
      const closed = await attempted(staff.send('POST', path, { appliesTo: 'residents', reason }));
      const { id } = (closed?.body ?? {}) as { id?: string };
      if (id) await attempted(staff.send('DELETE', `${path}/${id}`));
    }
  }
}

/** As a person does: a part of the system that is just coming back is asked again. */
async function answered(
  ask: () => Promise<{ status: number; body: unknown }>,
): Promise<{ status: number; body: unknown }> {
  const deadline = performance.now() + HANG_MS;
  for (;;) {
    const answer = await ask();
    if (answer.status !== 503 || performance.now() > deadline) return answer;
    await delay(200);
  }
}

async function attempted<T>(call: Promise<T>): Promise<T | undefined> {
  return call.catch(() => undefined);
}

/** Each change in a message of its own: `02:00 open` is two minutes past the hour. */
function doorMessages(door: string, boot: string, date: string, hour: string, changes: string[]): PlayedMessage[] {
  return changes.map((change, index) => {
    const [time, position] = change.split(' ');
    const [at, seq] = [`${date}T${hour}:${time}Z`, index + 1];
    const moved = { seq, at, open: position === 'open', locked: position === 'shut' };
    const body = { boot: `${door}-${boot}`, seq, at, historical: true, changes: [moved] };
    return { topic: nativeTopic(TWO_DOORS, `two-doors-${door}`, 'state'), payload: JSON.stringify(body), retain: true };
  });
}

/** Three stations that are always open: one with a scale, one with two doors, and one whose doors are simulated and pressed. */
export const STATIONS_FILE = `stations:${[
  station(WEIGHED, false, [container('ombruk', '24/7', [`${WEIGHED}-dor`], `${WEIGHED}-vekt`)]),
  station(TWO_DOORS, false, [container('ombruk', '24/7', ['two-doors-a', 'two-doors-b'])]),
  station(PRESSED, true, [
    container('open', '24/7', ['pressed-open'], 'pressed-vekt'),
    container('shut', 'off', ['pressed-shut']),
  ]),
].join('')}\n`;

function station(id: string, simulated: boolean, containers: string[]): string {
  return `
  - id: ${id}
    name: Minigjenbruksstasjon ${id}
    district: Alna
    address: Trosterudveien, Oslo
    location: { latitude: 59.9375, longitude: 10.8665 }
    timeZone: Europe/Oslo
    simulated: ${simulated}
    help: { phone: "22 00 00 00", text: { nb: "Døren kan alltid åpnes innenfra.", en: "The door always opens from inside." } }
    openingHours: [{ validFrom: 2020-01-01, hours: "24/7" }]
    containers:${containers.join('')}`;
}

function container(id: string, hours: string, doorIds: string[], scaleId?: string): string {
  const doors = doorIds.map((doorId) => `{ id: ${doorId}, dialect: selvbetjent, exposed: true }`);
  const scales = scaleId ? [`{ id: ${scaleId}, dialect: selvbetjent, resolutionGrams: 100, maxKg: 3000 }`] : [];
  return `
      - id: ${id}
        name: Container ${id}
        stream: reuse
        fraction: mixed-reuse
        capacityKg: 1500
        access: self-service
        hours: "${hours}"
        doors: [${doors.join(', ')}]
        scales: [${scales.join(', ')}]`;
}
