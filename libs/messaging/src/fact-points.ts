import { channel } from 'node:diagnostics_channel';
import { Counter, Histogram } from 'prom-client';
import { type Envelope } from './envelope';

/** The points of a fact's way where a crash is told from the next one; crash tests end a process at each of them. */
export type FactPoint = 'committed' | 'published' | 'delivered' | 'handled';

const points = channel('selvbetjent.fact');

/** Says that a fact has come this far; heard by whoever subscribes to the diagnostics channel `selvbetjent.fact`. */
export function passing(point: FactPoint, { id, type }: Envelope): void {
  if (points.hasSubscribers) points.publish({ point, id, type });
}

const LABELS = [
  'messaging_system',
  'messaging_operation_name',
  'messaging_destination_template',
  'error_type',
] as const;

/** Names of OpenTelemetry's semantic conventions for messaging, in Prometheus' spelling. */
const sent = new Counter({
  name: 'messaging_client_sent_messages_total',
  help: 'Facts handed to JetStream, with the error where it did not take them',
  labelNames: LABELS,
});
const consumed = new Counter({
  name: 'messaging_client_consumed_messages_total',
  help: 'Facts delivered by JetStream',
  labelNames: LABELS,
});
const processing = new Histogram({
  name: 'messaging_process_duration_seconds',
  help: 'Time from the delivery of a fact to the end of its handler',
  labelNames: LABELS,
  buckets: [0.005, 0.025, 0.1, 0.5, 2.5, 10],
});

/** @param error why JetStream did not take it; absent when it did */
export function countSent(type: string, error?: Error): void {
  sent.inc(labels('publish', type, error?.name));
}

/** @returns what ends the measurement; `errorType` says how it failed. */
export function countConsumed(type: string): (errorType?: string) => void {
  consumed.inc(labels('receive', type));
  const end = processing.startTimer();
  return (errorType) => void end(labels('process', type, errorType));
}

/** Subjects end in the station; as a label only their template may appear. */
function labels(operation: string, type: string, errorType?: string): Partial<Record<(typeof LABELS)[number], string>> {
  return {
    messaging_system: 'nats',
    messaging_operation_name: operation,
    messaging_destination_template: `${type}.{station}`,
    ...(errorType ? { error_type: errorType } : {}),
  };
}
