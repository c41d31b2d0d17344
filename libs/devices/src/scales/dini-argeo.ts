import { Unreadable } from '../fields';
import { indicatorWeight } from './indicator-line';
import { lastLine, numberOrUnreadable } from './text';
import { type ScaleSettings } from './scale-settings';
import { type DecodedWeight, decodeWith, Ignored, noWeight, type Weight } from './weight';

/** On RS-485 the indicator's number is glued to the front of its status. */
const STATUS = /^ *(\d{0,2})(ST|US|OL|UL|TL)$/;
const STANDARD_FIELDS = 4;
/** With preset tare and pieces between the weight and the unit. */
const EXTENDED_FIELDS = 6;

/** Dini Argeo indicators, standard (`ST,GS,     0.0,kg`) and extended string, through a serial bridge. */
export function decodeDiniArgeo(payload: Uint8Array, settings: ScaleSettings): DecodedWeight {
  return decodeWith(payload, () => weightIn(lastLine(payload).slice(0, 100).split(','), settings));
}

function weightIn(parts: string[], settings: ScaleSettings): Weight {
  const [, address, status] = STATUS.exec(parts[0] ?? '') ?? [];
  if (!status) throw new Unreadable('bad_status');
  if (settings.address && Number(settings.address) !== Number(address)) throw new Ignored('other_device');
  if (status === 'OL') return noWeight('overload');
  if (status === 'UL') return noWeight('underload');
  // It doesn't stand level.
  if (status === 'TL') return noWeight('fault');
  if (parts.length !== STANDARD_FIELDS && parts.length !== EXTENDED_FIELDS) throw new Unreadable('bad_line');
  const [basis, value] = [parts[1]!.trim(), parts[2]!];
  if (basis !== 'GS' && basis !== 'NT') throw new Unreadable('bad_basis');
  const said = { value: numberOrUnreadable(value), unit: parts.at(-1)!, basis, stable: status === 'ST' };
  return indicatorWeight(said, settings);
}
