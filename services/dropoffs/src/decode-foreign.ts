import { Inject, Injectable } from '@nestjs/common';
import { certaintyOf, decodeWeight, isBirthFor, scalesAt, SparkplugBirths, type Weight } from '@selvbetjent/devices';
import { Clock } from '@selvbetjent/platform';
import { randomBytes } from 'node:crypto';
import { OWN_BOOT_PREFIX } from './domain/sample';
import { type IncomingReadings } from './incoming-readings';
import { RebirthRequests } from './rebirth-requests';
import { type ForeignScale } from './scale.store';
import { ScaleRegistry } from './scale-registry';

/** What a message of another make comes to: readings of the scales that it speaks for, or why there are none. */
export interface DecodedForeign {
  incoming: IncomingReadings[];
  /** Null when nothing is wrong with the message, whether or not it held a weight. */
  fault: { reason: string; isKeepable: boolean } | null;
}

/** Of a Sparkplug metric whose birth nobody has told us. */
const UNKNOWN_ALIAS = 'unknown_alias';

interface Arrival {
  topic: string;
  payload: Uint8Array;
  receivedAt: Date;
}

/**
 * Scales of other makes have no identities: they get ours, a boot per process and the order of arrival. A scale without a clock that can be
 * trusted is taken to speak of the moment in which it is heard.
 */
@Injectable()
export class DecodeForeign {
  private readonly edgeBoot: string;
  private readonly arrivals = new Map<string, number>();
  private readonly births = new SparkplugBirths();

  constructor(
    @Inject(ScaleRegistry) private readonly registry: ScaleRegistry,
    @Inject(RebirthRequests) private readonly rebirths: RebirthRequests,
    @Inject(Clock) clock: Clock,
  ) {
    this.edgeBoot = `${OWN_BOOT_PREFIX}${clock.now().getTime()}-${randomBytes(8).toString('hex')}`;
  }

  async handle(topic: string, payload: Uint8Array, receivedAt: Date): Promise<DecodedForeign> {
    const scales = await this.registry.foreignScales();
    if (isBirthFor(topic, scales)) return this.learn(topic, payload);
    const mine = scalesAt(topic, scales);
    if (mine.length === 0) return { incoming: [], fault: { reason: 'unknown_device', isKeepable: true } };
    return this.decode(mine, { topic, payload, receivedAt });
  }

  private decode(scales: readonly ForeignScale[], arrival: Arrival): DecodedForeign {
    const message = { ...arrival, births: this.births };
    const incoming: IncomingReadings[] = [];
    const reasons = new Set<string>();
    for (const scale of scales) {
      const decoded = decodeWeight(scale.dialect, message, scale.settings);
      if (decoded.ok) incoming.push(this.numbered(scale, decoded.message, arrival.receivedAt));
      else if (!decoded.ignored) reasons.add(decoded.reason);
    }
    if (reasons.has(UNKNOWN_ALIAS)) this.rebirths.want(arrival.topic);
    const isKeepable = !scales.some(({ dialect }) => certaintyOf(dialect).mayTellOfPeople);
    return { incoming, fault: reasons.size > 0 ? { reason: [...reasons].join(', '), isKeepable } : null };
  }

  private numbered({ deviceId }: ForeignScale, weight: Weight, receivedAt: Date): IncomingReadings {
    const seq = (this.arrivals.get(deviceId) ?? 0) + 1;
    this.arrivals.set(deviceId, seq);
    const { grams, untaredGrams, stable, status, sentAt } = weight;
    const at = weight.at ?? receivedAt;
    const reading = { seq, at, grams, untaredGrams, stable, status, temperature: null, tareEpoch: null };
    const message = { boot: this.edgeBoot, sentAt, oldestSeq: null, rejected: [], unusable: [], readings: [reading] };
    return { sender: { foreignId: deviceId }, message, receivedAt };
  }

  private learn(topic: string, payload: Uint8Array): DecodedForeign {
    const reason = this.births.learn(topic, payload);
    return { incoming: [], fault: reason === null ? null : { reason, isKeepable: true } };
  }
}
