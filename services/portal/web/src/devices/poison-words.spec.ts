import { describe, expect, it } from '@jest/globals';
import { poisonWords } from './poison-words';

describe('why a message could not be used', () => {
  it.each([
    ['unknown_device', 'Vekten står ikke i registeret, eller meldingen kom fra en annen stasjon'],
    ['bad_servicedata', 'Feltet «servicedata» mangler eller er ugyldig'],
    ['bad_seq, bad_seq, bad_at', 'En måling mangler nummer. En måling mangler gyldig tidspunkt'],
    ['failed: invalid byte sequence', 'Meldingen kunne ikke lagres. Meld fra til drift'],
    ['person_mode', 'Meldingen handlet om en person. Ingenting av den er tatt vare på'],
    ['something_new', 'something_new'],
  ])('%s: %s', (reason, words) => expect(poisonWords(reason)).toBe(words));
});
