import { connect, type MqttClient } from 'mqtt';
import { LoadCell } from './load-cell';
import { SeededRandom } from './seeded-random';
import { realTime, type SimulationEnvironment } from './simulation-environment';

export interface TasmotaScaleOptions {
  mqttUrl: string;
  /** `tele/vekt1/SENSOR` */
  topic: string;
  loadGrams: () => number;
  /** Shown as zero: the container's own weight, for instance. */
  tareGrams: number;
  resolutionGrams: number;
  noiseGrams: number;
  seed: number;
  /** Tasmota's `TelePeriod`, 10 s to an hour; 10 s by default. */
  telePeriodMs?: number;
  environment?: SimulationEnvironment;
}

const COUNTS_PER_GRAM = 21;

/** @returns a telemetry message of an HX711 with `WeightRes 3`: kilograms tared, grams untared. */
function tasmotaTelemetry(at: Date, untaredGrams: number, tareGrams: number): string {
  return JSON.stringify({
    Time: at.toISOString().slice(0, 19),
    HX711: {
      Weight: (untaredGrams - tareGrams) / 1_000,
      WeightRaw: untaredGrams,
      AbsRaw: untaredGrams * COUNTS_PER_GRAM,
    },
  });
}

/** A Tasmota HX711: telemetry at a fixed period, no sequence, nothing kept, nothing sent again. */
export class TasmotaScale {
  private readonly environment: SimulationEnvironment;
  private readonly cell: LoadCell;
  private client: MqttClient | undefined;
  private timer: unknown;

  constructor(private readonly options: TasmotaScaleOptions) {
    this.environment = options.environment ?? realTime;
    this.cell = new LoadCell(options.resolutionGrams, new SeededRandom(options.seed));
  }

  powerOn(): void {
    this.client = connect(this.options.mqttUrl, { protocolVersion: 4, clean: true, queueQoSZero: false });
    this.client.on('error', () => undefined);
    this.tick();
  }

  async powerOff(): Promise<void> {
    this.environment.clearTimeout(this.timer);
    await this.client?.endAsync(true);
  }

  private tick(): void {
    const grams = this.cell.measure(this.options.loadGrams(), this.options.noiseGrams);
    const payload = tasmotaTelemetry(this.environment.now(), grams, this.options.tareGrams);
    if (this.client?.connected) this.client.publish(this.options.topic, payload, { qos: 0 });
    this.timer = this.environment.setTimeout(() => this.tick(), this.options.telePeriodMs ?? 10_000);
  }
}
