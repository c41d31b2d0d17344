import { Unreadable } from '../fields';
import { lastLine, numberOrUnreadable } from './text';
import { taredGrams, unitOf } from './units';
import { type ScaleSettings } from './scale-settings';
import { type DecodedWeight, decodeWith, Ignored, noWeight, type Weight, weightOf } from './weight';

/** Answers of the interface that carry no load: errors, tare, zero, identity. */
const OTHER_ANSWER = /^(?:E[SLT]|TA?C?I?|ZI?|I\d{1,2}|@|C\d|D|DW|K|SR|SNR)(?: |$)/;

/** Mettler Toledo's standard interface (MT-SICS) through a serial bridge: answers to `S`, `SI` and `SIR`. */
export function decodeMtSics(payload: Uint8Array, settings: ScaleSettings): DecodedWeight {
  return decodeWith(payload, () => weightIn(lastLine(payload).trim(), settings));
}

function weightIn(line: string, settings: ScaleSettings): Weight {
  const [command, status, value, unit, ...rest] = line.slice(0, 80).split(/ +/);
  if (command !== 'S' || rest.length > 0) {
    if (OTHER_ANSWER.test(line)) throw new Ignored('no_weight');
    throw new Unreadable('not_mt_sics');
  }
  if (status === '+') return noWeight('overload');
  if (status === '-') return noWeight('underload');
  if (status === 'I') throw new Ignored('not_executable');
  if (status !== 'S' && status !== 'D') throw new Unreadable('bad_status');
  const grams = taredGrams(numberOrUnreadable(value ?? ''), unitOf(unit, settings), settings);
  return weightOf(grams, { stable: status === 'S' });
}
