import { type Fields } from '../fields';
import { Ignored } from './weight';

/** What only a person has. */
const BODY_FIELDS = ['body_fat', 'lean_body_mass', 'bone_mass', 'muscle_mass', 'water', 'protein', 'body_type'];

/**
 * Bathroom scales weigh people too. A person's weight is health data: no number of it is kept or logged.
 * @throws Ignored `person_mode`
 */
export function refusePersons(message: Fields): void {
  const mode = message.raw('weighing_mode');
  const isPerson = mode !== undefined && mode !== 'object';
  const impedance = message.raw('impedance');
  const hasBody = impedance !== undefined && impedance !== 0 && impedance !== '0';
  if (isPerson || hasBody || BODY_FIELDS.some((name) => message.raw(name) !== undefined)) {
    throw new Ignored('person_mode');
  }
}
