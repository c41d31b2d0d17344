import { denied, type Outcome, type StationChanged } from '@selvbetjent/contracts';
import { exposedUnchecked } from '../domain/door-exposure';

/** @returns the refusal of ids that something else has, or null when none is. */
export function idsTaken(ids: readonly string[]): Outcome<never> | null {
  if (ids.length === 0) return null;
  return denied('id_taken', `Disse id-ene er i bruk, også etter at noe er lagt ned: ${ids.join(', ')}.`, { ids });
}

/** @returns the refusal of devices that would be taken for one another, or null when none would. */
export function placesShared(ids: readonly string[]): Outcome<never> | null {
  if (ids.length === 0) return null;
  const message = `Disse har samme MQTT-emne som en annen enhet. Én dør ville åpnet en annen, eller kilo telles to ganger: ${ids.join(', ')}.`;
  return denied('place_shared', message, { ids });
}

/** @returns the refusal of doors that would be exposed without a check of their inside handle, or null when none would. */
export function notChecked(before: StationChanged | null, after: StationChanged): Outcome<never> | null {
  const doors = exposedUnchecked(before, after);
  if (doors.length === 0) return null;
  const message = `Prøv først at døren åpnes innenfra uten strøm, og registrer det: ${doors.join(', ')}.`;
  return denied('handle_not_checked', message, { doors });
}
