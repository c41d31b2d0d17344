/** Our fractions as NS 9431 counts them. The standard isn't free; the table is our own reading of it, to be confirmed by
 * the municipality. What is used again is no waste and has no code. */
const NS_9431: Readonly<Record<string, string>> = {
  'mixed-recycling': '9912',
  paper: '1299',
  metal: '1452',
  wood: '1149',
  plastic: '1799',
  electronics: '1599',
  residual: '9912',
};

/** @returns the four digits of NS 9431, null for a fraction that the table doesn't know. */
export function fractionCodeOf(fraction: string): string | null {
  return NS_9431[fraction] ?? null;
}
