/** The `ETag` of a manifest: its version, which changes exactly when its content does. */
export function manifestTag(version: number): string {
  return `"${version}"`;
}

/** Whether a caller's `If-None-Match` has the tag already: then 304 without a body will do. Compared weakly (RFC 9110, 13.1.2). */
export function isKnownTag(ifNoneMatch: string | undefined, tag: string): boolean {
  const known = (ifNoneMatch ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''));
  return known.includes(tag) || known.includes('*');
}
