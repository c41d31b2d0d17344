import { factOf, factSubject, factType, type ContractClass } from '@selvbetjent/contracts';
import { randomBytes } from 'node:crypto';
import { headers, type MsgHdrs } from 'nats';

/** CloudEvents 1.0 attributes of a fact, in the NATS binding's binary mode (`ce-` headers). */
export interface Envelope {
  /** Also `Nats-Msg-Id` and the reader's inbox key. */
  id: string;
  source: string;
  type: string;
  time: string;
  /** The station. */
  subject: string;
  dataschema: string;
  traceparent: string;
}

export function envelopeFor(fact: ContractClass, id: string, stationId: string, time: Date): Envelope {
  const description = factOf(fact);
  if (!description) throw new Error(`${fact.name} is not a fact; decorate it with @Fact`);
  const type = factType(description);
  return {
    id,
    source: `selvbetjent/${description.owner}`,
    type,
    time: time.toISOString(),
    subject: stationId,
    dataschema: `urn:selvbetjent:${type}`,
    traceparent: `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`,
  };
}

export function natsSubject(envelope: Envelope): string {
  return `${envelope.type}.${envelope.subject}`;
}

export function toHeaders(envelope: Envelope): MsgHdrs {
  const result = headers();
  const { traceparent, ...attributes } = envelope;
  for (const [name, value] of Object.entries(attributes)) result.set(`ce-${name}`, encodeURI(value));
  result.set('ce-specversion', '1.0');
  result.set('traceparent', traceparent);
  result.set('Content-Type', 'application/json');
  return result;
}

/** @returns null when the headers are not a CloudEvent of ours. */
export function fromHeaders(source: MsgHdrs | undefined): Envelope | null {
  const read = (name: string): string => decoded(source?.get(`ce-${name}`) ?? '');
  const envelope: Envelope = {
    id: read('id'),
    source: read('source'),
    type: read('type'),
    time: read('time'),
    subject: read('subject'),
    dataschema: read('dataschema'),
    traceparent: source?.get('traceparent') ?? '',
  };
  return envelope.id && envelope.type && envelope.time ? envelope : null;
}

/** @returns the empty text for what nobody encoded so. */
function decoded(value: string): string {
  try {
    return decodeURI(value);
  } catch {
    return '';
  }
}

/** @returns the filter for all stations' facts of this contract. */
export function filterSubject(fact: ContractClass): string {
  const description = factOf(fact);
  if (!description) throw new Error(`${fact.name} is not a fact; decorate it with @Fact`);
  return factSubject(description, '*');
}
