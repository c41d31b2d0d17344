import { ApiClient } from './api-client';
import { PressedDoors } from './pressed-doors';
import { stationsFileOf } from './stations-file';

/** Several, so that no door gets more commands in a minute than it may. */
const STATIONS = ['en', 'to', 'tre', 'fire'];

/** Saves hours in the portal as staff do, and presses at once, again and again, until the door obeys. */
export class ObeyedSaves {
  private readonly versions = new Map<string, number>();

  private constructor(
    readonly doors: PressedDoors,
    private readonly staff: ApiClient,
  ) {}

  static async start(connected: Parameters<typeof PressedDoors.start>[0]): Promise<ObeyedSaves> {
    const doors = await PressedDoors.start(connected, {
      names: ['stations', 'access', 'dropoffs', 'tonnage', 'portal'],
      stationsFile: stationsFileOf(STATIONS, '24/7'),
      doors: STATIONS.map((stationId) => ({ stationId, doorId: `${stationId}-dor` })),
    });
    return new ObeyedSaves(doors, await ApiClient.signIn(doors.services, 'demo-staff'));
  }

  /**
   * Closes and opens the stations by turns.
   * @returns what the presses after this save were told, in their order, the last of them by the saved hours, and how long after the answer to the
   * save that one came
   */
  async saveAndPress(index: number): Promise<{ saved: 'off' | '24/7'; answers: string[]; obeyedMs: number }> {
    const stationId = STATIONS[index % STATIONS.length] ?? '';
    const saved = Math.floor(index / STATIONS.length) % 2 === 0 ? 'off' : '24/7';
    const wanted = saved === 'off' ? 'DENIED' : 'SUCCESS';
    await this.save(stationId, saved);
    const start = performance.now();
    const answers: string[] = [];
    while (answers.at(-1) !== wanted) answers.push((await this.doors.press(`${stationId}-dor`)).status);
    return { saved, answers, obeyedMs: performance.now() - start };
  }

  /** The answer of one more press at the same door. */
  async pressAgain(index: number): Promise<string> {
    return (await this.doors.press(`${STATIONS[index % STATIONS.length]}-dor`)).status;
  }

  stop(): Promise<void> {
    return this.doors.stop();
  }

  private async save(stationId: string, hours: string): Promise<void> {
    const path = `/api/stations/${stationId}`;
    const version = this.versions.get(stationId) ?? (await this.staff.get<{ hoursVersion: number }>(path)).hoursVersion;
    const validFrom = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Oslo' }).format(new Date());
    const body = { validFrom, hours, expectedVersion: version, confirm: true };
    const { status, body: answer } = await this.staff.send('PUT', `${path}/opening-hours`, body);
    if (status !== 200) throw new Error(`The save was answered ${status}: ${JSON.stringify(answer)}`);
    this.versions.set(stationId, (answer as { version: number }).version);
  }
}
