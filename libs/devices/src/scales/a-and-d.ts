import { Unreadable } from '../fields';
import { indicatorWeight, splitValue } from './indicator-line';
import { lastLine } from './text';
import { type ScaleSettings } from './scale-settings';
import { type DecodedWeight, decodeWith, Ignored, noWeight, type Weight } from './weight';

/** `US` here is of indicators whose first field is always `ST`: the two contradict each other, and neither is believed. */
const SECOND_FIELDS = ['GS', 'NT', 'TR', 'US'];

/** A&D balances (`ST,+0012.34 kg`) and indicators (`ST,NT,+0012.34kg`), and the many that copy them, through a serial bridge. */
export function decodeAAndD(payload: Uint8Array, settings: ScaleSettings): DecodedWeight {
  return decodeWith(payload, () => weightIn(lastLine(payload).slice(0, 80).split(','), settings));
}

function weightIn(parts: string[], settings: ScaleSettings): Weight {
  const status = parts[0]?.trim();
  // Whatever digits follow mean nothing.
  if (status === 'OL') return noWeight('overload');
  if (status === 'LO' || status === 'UL') return noWeight('underload');
  if (status === 'QT') throw new Ignored('counting_mode');
  if (status !== 'ST' && status !== 'US') throw new Unreadable('bad_status');
  if (parts.length !== 2 && parts.length !== 3) throw new Unreadable('bad_line');
  const second = parts.length === 3 ? parts[1]!.trim() : undefined;
  if (second !== undefined && !SECOND_FIELDS.includes(second)) throw new Unreadable('bad_basis');
  const isContradiction = status === 'ST' && second === 'US';
  const stable = isContradiction ? null : status === 'ST';
  const basis = second === 'US' ? undefined : second;
  return indicatorWeight({ ...splitValue(parts.at(-1)!), basis, stable }, settings);
}
