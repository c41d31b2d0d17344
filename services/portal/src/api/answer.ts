import { type Outcome } from '@selvbetjent/contracts';
import { Problem } from '@selvbetjent/platform';

const STATUS_OF_DENIAL: Record<string, number> = {
  forbidden: 403,
  not_found: 404,
  stale_version: 409,
  stale_revision: 409,
  already_exists: 409,
  id_taken: 409,
  confirmation_needed: 409,
  nothing_to_undo: 409,
  recent_sign_in_needed: 403,
};
const UNPROCESSABLE = 422;

/** @returns the value that an owner gave; anything else becomes the Problem that HTTP has for it. */
export function answer<T>(outcome: Outcome<T>): T {
  switch (outcome.outcome) {
    case 'ok':
      return outcome.value;
    case 'denied': {
      const { code, message, details } = outcome.reason;
      throw new Problem(STATUS_OF_DENIAL[code] ?? UNPROCESSABLE, code, 'Det går ikke', message, details);
    }
    case 'temporary': {
      const detail =
        'Tjenesten som vet dette svarer ikke akkurat nå. Prøv igjen om et minutt. Endret du noe, så se først etter om det ble lagret.';
      throw new Problem(503, outcome.reason.code, 'Ikke tilgjengelig akkurat nå', detail);
    }
    case 'permanent':
      throw new Problem(400, outcome.reason.code, 'Forespørselen kan ikke brukes', outcome.reason.message);
  }
}
