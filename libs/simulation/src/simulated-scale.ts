import { DeviceLink, type TrafficMessage } from './device-link';
import { type DeviceLog, type UnacknowledgedBoot, volatileLog } from './device-memory';
import { KeptReadings, type ReadingBatch, type ScaleLogLine } from './kept-readings';
import { LoadCell } from './load-cell';
import type { NativeChannel, NativeReading } from './native-dialect';
import { jsonObject } from './parse-command';
import { ReportingRhythm } from './reporting-rhythm';
import { SeededRandom } from './seeded-random';
import { randomHex, realTime, type SimulationEnvironment } from './simulation-environment';

export interface ScaleFaults {
  /** No connection; readings are kept and sent afterwards. */
  offline: boolean;
  /** Shows for ever what it showed last. */
  stuck: boolean;
  /** Standard deviation of its noise. */
  noiseGrams: number;
}

export interface SimulatedScaleOptions {
  stationId: string;
  scaleId: string;
  mqttUrl: string;
  /** What stands on it now. */
  loadGrams: () => number;
  resolutionGrams: number;
  maxKg: number;
  /** Standard deviation, until told otherwise. */
  noiseGrams: number;
  seed: number;
  temperatureCelsius?: number;
  environment?: SimulationEnvironment;
  log?: DeviceLog<ScaleLogLine>;
  onTraffic?: (message: TrafficMessage) => void;
  onChange?: () => void;
}

const SAMPLE_MS = 1_000;
const BATCH_SIZE = 120;
const FIRST_RESEND_MS = 5_000;
const LONGEST_RESEND_MS = 60_000;

/** A scale that speaks the native dialect: untared grams, numbered within its boot, kept until they are acknowledged. */
export class SimulatedScale {
  private readonly environment: SimulationEnvironment;
  private readonly kept: KeptReadings;
  private readonly link: DeviceLink;
  private readonly cell: LoadCell;
  private rhythm: ReportingRhythm;
  private faultsOn: ScaleFaults;
  private powered = false;
  private isMeasuring = true;
  private boot = '';
  private shown: number | undefined;
  /** By boot, the last seq that went out since the last look back. */
  private sent = new Map<string, number>();
  private isSending = false;
  private sampleTimer: unknown;
  private progressAtMs = 0;
  private resendAfterMs = FIRST_RESEND_MS;

  constructor(private readonly options: SimulatedScaleOptions) {
    this.environment = options.environment ?? realTime;
    this.kept = new KeptReadings(options.log ?? volatileLog());
    this.faultsOn = { offline: false, stuck: false, noiseGrams: options.noiseGrams };
    this.cell = new LoadCell(options.resolutionGrams, new SeededRandom(options.seed));
    this.rhythm = new ReportingRhythm(options.resolutionGrams);
    this.link = new DeviceLink(
      {
        mqttUrl: options.mqttUrl,
        stationId: options.stationId,
        deviceId: options.scaleId,
        listensTo: ['ack'],
        environment: this.environment,
        onTraffic: options.onTraffic,
      },
      {
        onUp: () => this.sendFromOldest(),
        onMessage: (channel, payload, retained) => this.onMessage(channel, payload, retained),
      },
    );
  }

  /** What it shows: the last sample, in grams. */
  get shownGrams(): number | undefined {
    return this.shown;
  }

  get isConnected(): boolean {
    return this.link.connected;
  }

  get faults(): Readonly<ScaleFaults> {
    return this.faultsOn;
  }

  /** Readings that nobody has acknowledged yet. */
  get pendingReadings(): number {
    return this.kept.count;
  }

  get unacknowledged(): UnacknowledgedBoot[] {
    return this.kept.unacknowledged;
  }

  /** A new boot. It reports each second at first: its load may have changed while it was off. */
  powerOn(): void {
    if (this.powered) return;
    this.powered = true;
    this.isMeasuring = true;
    this.boot = randomHex(this.environment, 16);
    this.rhythm = new ReportingRhythm(this.options.resolutionGrams);
    this.rhythm.hurry(this.environment.now().getTime());
    this.kept.startBoot(this.boot);
    this.progressAtMs = this.environment.monotonicMs();
    if (!this.faultsOn.offline) this.link.up(this.boot);
    this.tick();
  }

  /** Until the next boot it only tells what it keeps. */
  stopMeasuring(): void {
    this.isMeasuring = false;
  }

  async powerOff(): Promise<void> {
    this.powered = false;
    this.environment.clearTimeout(this.sampleTimer);
    await this.link.down();
  }

  async setFaults(faults: Partial<ScaleFaults>): Promise<void> {
    this.faultsOn = { ...this.faultsOn, ...faults };
    if (this.powered && faults.offline === true) await this.link.down();
    if (this.powered && faults.offline === false) this.link.up(this.boot);
    this.options.onChange?.();
  }

  private tick(): void {
    this.lookBack();
    if (this.isMeasuring) this.sample();
    this.sampleTimer = this.environment.setTimeout(() => this.tick(), SAMPLE_MS);
  }

  private sample(): void {
    const now = this.environment.now();
    if (!this.faultsOn.stuck || this.shown === undefined)
      this.shown = this.cell.measure(this.options.loadGrams(), this.faultsOn.noiseGrams);
    if (this.rhythm.reports(now.getTime(), this.shown)) {
      this.kept.add(this.boot, this.reading(now, this.shown));
      void this.sendUnsent();
    }
    this.options.onChange?.();
  }

  private reading(at: Date, grams: number): Omit<NativeReading, 'seq'> {
    const { resolutionGrams, maxKg, temperatureCelsius } = this.options;
    const isOver = grams > maxKg * 1_000 + 9 * resolutionGrams;
    return {
      at: at.toISOString(),
      grams,
      status: isOver ? 'overload' : 'ok',
      ...(temperatureCelsius !== undefined && { temperature: temperatureCelsius }),
    };
  }

  /** Without an acknowledgement for a while everything that is still kept goes out again, each time a little later. */
  private lookBack(): void {
    const nowMs = this.environment.monotonicMs();
    if (this.kept.count === 0 || this.isSending || !this.link.connected) return;
    if (nowMs - this.progressAtMs < this.resendAfterMs) return;
    this.resendAfterMs = Math.min(this.resendAfterMs * 2, LONGEST_RESEND_MS);
    this.sendFromOldest();
  }

  private sendFromOldest(): void {
    this.progressAtMs = this.environment.monotonicMs();
    this.sent = new Map();
    void this.sendUnsent();
  }

  /** One batch at a time, each after the broker took the one before. */
  private async sendUnsent(): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    try {
      for (let batch = this.next(); batch && this.link.connected; batch = this.next()) {
        if (!(await this.send(batch))) return;
        this.markSent(batch);
      }
    } finally {
      this.isSending = false;
    }
  }

  private next(): ReadingBatch | undefined {
    return this.kept.nextBatch(this.sent, BATCH_SIZE);
  }

  private markSent({ boot, readings }: ReadingBatch): void {
    const last = readings[readings.length - 1];
    if (last) this.sent.set(boot, last.seq);
  }

  private send({ boot, readings }: ReadingBatch): Promise<boolean> {
    return this.link.send('readings', { boot, sentAt: this.environment.now().toISOString(), readings });
  }

  private onMessage(channel: NativeChannel, payload: string, retained: boolean): void {
    if (!this.powered || channel !== 'ack' || retained) return;
    const { boot, seq, resend } = jsonObject(payload) ?? {};
    if (typeof boot !== 'string') return;
    if (typeof seq === 'number') this.onAcknowledged(boot, seq);
    if (Array.isArray(resend)) this.onResend(boot, resend as number[]);
  }

  private onAcknowledged(boot: string, seq: number): void {
    if (!this.kept.acknowledge(boot, seq)) return;
    this.progressAtMs = this.environment.monotonicMs();
    this.resendAfterMs = FIRST_RESEND_MS;
    this.options.onChange?.();
  }

  private onResend(boot: string, seqs: readonly number[]): void {
    const readings = this.kept.pick(boot, seqs);
    for (let start = 0; start < readings.length; start += BATCH_SIZE) {
      void this.send({ boot, readings: readings.slice(start, start + BATCH_SIZE) });
    }
  }
}
