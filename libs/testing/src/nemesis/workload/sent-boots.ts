import { type NativeAck, type NativeReadings, type NativeState, type TrafficMessage } from '@selvbetjent/simulation';
import { type SentBoot } from '../evidence/evidence';

/** What scales and doors have numbered, and what was acknowledged to them, by their own account. */
export class SentBoots {
  private readonly boots = new Map<string, SentBoot>();

  get all(): SentBoot[] {
    return [...this.boots.values()];
  }

  get readings(): number {
    const ofScales = this.all.filter(({ deviceId }) => deviceId.endsWith('-vekt'));
    return ofScales.reduce((sum, { lastSeq }) => sum + lastSeq, 0);
  }

  /** What goes over the air to and from a device. Readings and changes go out in the order of their numbers, again and again. */
  hear(deviceId: string, { direction, topic, payload }: TrafficMessage): void {
    if (direction === 'sent' && topic.endsWith('/readings')) this.sent(deviceId, JSON.parse(payload) as NativeReadings);
    if (direction === 'sent' && topic.endsWith('/state')) this.changed(deviceId, JSON.parse(payload) as NativeState);
    if (direction === 'received' && topic.endsWith('/ack'))
      this.acknowledged(deviceId, JSON.parse(payload) as NativeAck);
  }

  sent(deviceId: string, { boot, readings }: Pick<NativeReadings, 'boot' | 'readings'>): void {
    const known = this.of(deviceId, boot);
    for (const { seq, grams } of readings) {
      if (seq <= known.lastSeq) continue;
      known.lastSeq = seq;
      known.sumGrams += grams;
    }
  }

  changed(deviceId: string, { boot, changes = [] }: Pick<NativeState, 'boot' | 'changes'>): void {
    const known = this.of(deviceId, boot);
    known.lastSeq = Math.max(known.lastSeq, ...changes.map(({ seq }) => seq));
  }

  acknowledged(deviceId: string, { boot, seq = 0 }: NativeAck): void {
    const known = this.of(deviceId, boot);
    known.ackedSeq = Math.max(known.ackedSeq, seq);
  }

  private of(deviceId: string, boot: string): SentBoot {
    const key = `${deviceId} ${boot}`;
    const known = this.boots.get(key) ?? { deviceId, boot, lastSeq: 0, ackedSeq: 0, sumGrams: 0 };
    this.boots.set(key, known);
    return known;
  }
}
