import type { EntryRequest, WasteStream } from '../api-types';
import { kilos } from '../format/kilos';
import { gramsOfKilos } from './kilo-text';
import type { Weighing } from './weighings';

/** What a weighing really was, as it stands in the fields. Kilos without a sign: the direction stays. */
export interface CorrectionDraft {
  kilos: string;
  stream: WasteStream;
  fraction: string;
  reason: string;
}

export function correctionOf({ lines: [line] }: Weighing): CorrectionDraft {
  const grams = Math.abs(line?.grams ?? 0);
  return { kilos: plainKilos(grams), stream: line?.stream ?? 'reuse', fraction: line?.fraction ?? '', reason: '' };
}

/** @returns the first thing to put right; null when it can be sent, save for the reason */
export function correctionFault(weighing: Weighing, draft: CorrectionDraft): string | null {
  if (gramsOfKilos(draft.kilos) === null && !isNothing(draft.kilos))
    return 'Skriv kilo som et tall, for eksempel 12,3.';
  if (draft.fraction.trim() === '') return 'Skriv hva slags ting det er.';
  return Object.keys(changesOf(weighing, draft)).length === 0
    ? 'Endre vekten, hvor det går, eller hva slags ting det er.'
    : null;
}

/** Only what differs from the ledger is sent. */
export function correctionRequest(weighing: Weighing, draft: CorrectionDraft): EntryRequest {
  const body = { ...changesOf(weighing, draft), reason: draft.reason.trim() };
  return { path: `drop-offs/${weighing.rowId}/corrections`, body };
}

function changesOf({ lines: [line] }: Weighing, draft: CorrectionDraft) {
  const sign = (line?.grams ?? 0) < 0 ? -1 : 1;
  const grams = isNothing(draft.kilos) ? 0 : sign * (gramsOfKilos(draft.kilos) ?? 0);
  const fraction = draft.fraction.trim();
  return {
    ...(grams !== line?.grams && { grams }),
    ...(draft.stream !== line?.stream && { stream: draft.stream }),
    ...(fraction !== line?.fraction && { fraction }),
  };
}

/** Nothing at all was delivered: typed as a zero. */
function isNothing(text: string): boolean {
  return /^0+(?:[.,]0*)?$/.test(text.trim());
}

function plainKilos(grams: number): string {
  return kilos(grams).replace(/\s/g, '');
}
