/** Jest's globalTeardown: what jest-setup.mjs started. */
export default async function tearDown() {
  await globalThis.tearDownSelvbetjent?.();
}
