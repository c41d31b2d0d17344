import type { EntryRequest, WasteStream } from '../api-types';
import { instantOf } from '../local-instant';
import { gramsOfKilos } from './kilo-text';

export type EntryChoice = 'manual' | 'collection' | 'transfer';

/** What somebody is about to enter, as it stands in the fields. */
export interface EntryDraft {
  choice: EntryChoice;
  containerId: string;
  /** Where it went; of a transfer. */
  toContainerId: string;
  /** `2026-11-23` and `11:00` on the station's wall. */
  date: string;
  time: string;
  kilos: string;
  /** Empty: as the container. */
  stream: WasteStream | '';
  reason: string;
  /** Chosen among several measured ones, or named as what was moved; empty while there is no choice. */
  dropOffId: string;
  /** Of a transfer: the row of the container that it went to; empty for none. */
  toDropOffId: string;
}

/** What is missing, each with the field that it is about; in the order of the fields. */
export interface EntryFault {
  field: 'toContainerId' | 'time' | 'kilos' | 'reason';
  text: string;
}

/** @returns the first thing to put right; null when it can be sent */
export function entryFault(draft: EntryDraft): EntryFault | null {
  const fault = draftFault(draft);
  if (fault) return fault;
  return draft.reason.trim() === '' ? { field: 'reason', text: 'Skriv hvorfor. Det står ved raden for alltid.' } : null;
}

/** The same without the reason: enough to see what it would do. */
export function draftFault(draft: EntryDraft): EntryFault | null {
  if (draft.choice === 'transfer' && (draft.toContainerId === '' || draft.toContainerId === draft.containerId))
    return { field: 'toContainerId', text: 'Velg en annen container som det ble flyttet til.' };
  if (draft.date === '' || draft.time === '') return { field: 'time', text: 'Oppgi dag og klokkeslett.' };
  const isGiven = draft.kilos.trim() !== '';
  if (isGiven && gramsOfKilos(draft.kilos) === null)
    return { field: 'kilos', text: 'Skriv kilo som et tall, for eksempel 12,3.' };
  if (draft.choice === 'manual' && !isGiven) return { field: 'kilos', text: 'Skriv hvor mange kilo som ble levert.' };
  return null;
}

/** What is sent; only of a draft without faults, save that a preview needs no reason. */
export function entryRequest(stationId: string, draft: EntryDraft): EntryRequest {
  const { choice, containerId, stream, dropOffId, toDropOffId } = draft;
  const grams = gramsOfKilos(draft.kilos);
  const common = {
    at: instantOf(draft.date, draft.time),
    reason: draft.reason.trim(),
    ...(grams !== null && { grams }),
  };
  if (choice === 'transfer') {
    const to = { stationId, containerId: draft.toContainerId };
    const named = { ...(dropOffId !== '' && { dropOffId }), ...(toDropOffId !== '' && { toDropOffId }) };
    return { path: 'transfers', body: { ...common, from: { stationId, containerId }, to, ...named } };
  }
  const body = { ...common, stationId, containerId, ...(dropOffId !== '' && { dropOffId }) };
  if (choice === 'collection') return { path: 'collections', body };
  return { path: 'drop-offs', body: { ...body, grams: grams ?? 0, ...(stream !== '' && { stream }) } };
}

/** The same request, only to be told what it would do. */
export function asPreview(request: EntryRequest): EntryRequest {
  const body = { ...request.body, reason: request.body.reason || '–', preview: true as const };
  return { path: request.path, body } as EntryRequest;
}
