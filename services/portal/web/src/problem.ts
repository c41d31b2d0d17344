import { NORWEGIAN_WORDS, type Words } from './messages/words';

/** What the server sends when it refuses (RFC 9457), with the members that our forms use. */
export interface ProblemBody {
  title?: string;
  status?: number;
  code?: string;
  detail?: string;
  position?: number;
  warnings?: { code: string; message: string }[];
  weighingIds?: string[];
  details?: { position?: number; warnings?: { code: string; message: string }[] };
}

/** A request that didn't give what was asked for. `status` 0: no answer came, so what happened is unknown. */
export class ApiProblem extends Error {
  readonly code: string;
  readonly detail: string | undefined;
  /** Index from 0 of the first character that couldn't be read. */
  readonly position: number | undefined;
  readonly warnings: { code: string; message: string }[];
  /** Of `several_measured`: the weighings that it could be. */
  readonly weighingIds: string[];

  constructor(
    readonly status: number,
    body: ProblemBody = {},
  ) {
    super(body.detail ?? body.title ?? `HTTP ${status}`);
    this.code = body.code ?? '';
    this.detail = body.detail;
    this.position = body.position ?? body.details?.position;
    this.weighingIds = body.weighingIds ?? [];
    this.warnings = body.warnings ?? body.details?.warnings ?? [];
  }
}

export interface Explanation {
  /** What happened. */
  what: string;
  /** What to do. */
  todo: string;
}

/** What only people who write can meet; they read Norwegian. */
const BY_STATUS: Record<number, Explanation> = {
  400: { what: 'Noe i det du sendte kan ikke brukes.', todo: 'Rett det opp, og prøv igjen.' },
  401: { what: 'Du er ikke logget inn.', todo: 'Logg inn, og prøv igjen.' },
  403: { what: 'Du har ikke tilgang til dette.', todo: 'Spør den som deler ut tilganger hos dere.' },
  409: { what: 'Noe ble endret mens du holdt på.', todo: 'Se over det som gjelder nå, og prøv igjen.' },
  422: { what: 'Innholdet kan ikke leses.', todo: 'Rett det opp, og prøv igjen.' },
};
/** What everybody can meet, in every language. */
const FOR_ALL = { 0: 'no-contact', 404: 'missing', 429: 'busy', 503: 'silent' } as const;
const FOREIGN_PAGE: Explanation = {
  what: 'Innloggingen er byttet siden denne siden ble åpnet. Ingenting er endret.',
  todo: 'Last siden på nytt, og prøv igjen.',
};

/** Codes whose detail is written for programmers, not for the person in front of the page. */
const TECHNICAL = /^(http_|invalid_input|internal_error|bad_request)/;

/** @returns what happened and what to do, for any error that a request may end with. */
export function explain(error: unknown, words = NORWEGIAN_WORDS): Explanation {
  if (!(error instanceof ApiProblem)) return forAll('other', words);
  if (error.code === 'csrf') return FOREIGN_PAGE;
  const known = BY_STATUS[error.status] ?? forAll(FOR_ALL[error.status as keyof typeof FOR_ALL] ?? 'other', words);
  const mayQuote = [400, 404, 409, 422].includes(error.status) && !TECHNICAL.test(error.code);
  const isNorwegian = words.language.code === NORWEGIAN_WORDS.language.code;
  return mayQuote && isNorwegian && error.detail ? { ...known, what: error.detail } : known;
}

/** True when what we know may still hold: nobody has said otherwise, we only can't ask. */
export function isOutage(error: unknown): boolean {
  return error instanceof ApiProblem && (error.status === 0 || error.status === 429 || error.status >= 500);
}

function forAll(name: (typeof FOR_ALL)[keyof typeof FOR_ALL] | 'other', words: Words): Explanation {
  return { what: words.text(`problem.${name}.what`), todo: words.text(`problem.${name}.todo`) };
}
