const BEARER = /^bearer +([^\s]+) *$/i;

/** The token of an `Authorization` header, whatever the case of its scheme; undefined without one. */
export function bearerToken(authorization: string | undefined): string | undefined {
  return authorization === undefined ? undefined : BEARER.exec(authorization)?.[1];
}
