import { grouped, invariant } from './invariant';

const DECIDED = ['SUCCESS', 'DENIED', 'ERROR_PERMANENT'];
/** Refused before anything is decided. */
const NEVER_TAKEN = ['forged', 'expired', 'other-scope'];

/** Over all replicas and restarts; who is told 401 was not let in with it. */
export const tokensUsedOnce = invariant('I6', 'no token is taken twice, and no wrong one at all', ({ history }) => {
  const asked = new Map(
    history.filter(({ op, type }) => op === 'unlock' && type === 'invoke').map((line) => [line.id, line]),
  );
  const decided = history.filter(
    ({ op, type, value }) => op === 'unlock' && type !== 'invoke' && DECIDED.includes(String(value.status)),
  );
  const uses = decided.flatMap(({ id, value }) => {
    const press = asked.get(id)?.value;
    return press ? [{ id, jti: String(press.jti), flavour: String(press.flavour), status: String(value.status) }] : [];
  });
  const twice = [...grouped(uses, ({ jti }) => jti)].filter(([, own]) => own.length > 1);
  return [
    ...twice.map(([jti, own]) => ({
      what: `a token was taken ${own.length} times`,
      ids: [jti, ...own.map(({ id }) => `line ${id}`)],
    })),
    ...uses
      .filter(({ flavour }) => NEVER_TAKEN.includes(flavour))
      .map(({ jti, flavour, status, id }) => ({
        what: `a token that is ${flavour} was answered ${status}`,
        ids: [jti, `line ${id}`],
      })),
  ];
});
