import { factOf, type FactDescription, factType } from '@selvbetjent/contracts';
import { childOf, currentTraceparent } from '@selvbetjent/platform';
import { isUUID } from 'class-validator';
import { headers, type MsgHdrs } from 'nats';

/** CloudEvents 1.0 attributes of a fact, in the NATS binding's binary mode (`ce-` headers). All of them are ASCII. */
export interface Envelope {
  /** Also `Nats-Msg-Id` and the reader's inbox key. */
  id: string;
  source: string;
  /** `<owner>.<noun>.<happened>.v<n>` */
  type: string;
  /** When the fact was committed, as ISO instant. */
  time: string;
  /** The station. */
  subject: string;
  dataschema: string;
  traceparent: string;
}

/** A new fact's attributes, in the trace of the work that tells it. */
export function envelopeFor(
  fact: FactDescription,
  { id, stationId, time }: { id: string; stationId: string; time: Date },
): Envelope {
  const type = factType(fact);
  return {
    id,
    source: `selvbetjent/${fact.owner}`,
    type,
    time: time.toISOString(),
    subject: stationId,
    dataschema: `urn:selvbetjent:${type}`,
    traceparent: childOf(currentTraceparent()),
  };
}

/** NATS headers; `fromHeaders` reads them. */
export function toHeaders({ traceparent, ...attributes }: Envelope): MsgHdrs {
  const result = headers();
  for (const [name, value] of Object.entries(attributes)) result.set(`ce-${name}`, value);
  result.set('ce-specversion', '1.0');
  result.set('traceparent', traceparent);
  result.set('Content-Type', 'application/json');
  return result;
}

/** @returns null when the headers are not a CloudEvent of ours. */
export function fromHeaders(source: MsgHdrs | undefined): Envelope | null {
  const read = (name: string): string => source?.get(name) ?? '';
  const envelope: Envelope = {
    id: read('ce-id'),
    source: read('ce-source'),
    type: read('ce-type'),
    time: read('ce-time'),
    subject: read('ce-subject'),
    dataschema: read('ce-dataschema'),
    traceparent: read('traceparent'),
  };
  return isUUID(envelope.id) && !Number.isNaN(Date.parse(envelope.time)) ? envelope : null;
}

/** @returns the description of a fact's class. Throws for any other class. */
export function described(fact: unknown): FactDescription {
  const description = factOf(fact);
  if (!description) throw new Error(`${String(fact)} is not a fact; decorate it with @Fact`);
  return description;
}
