const exact = new Intl.NumberFormat('nb-NO', { minimumFractionDigits: 1, maximumFractionDigits: 3 });
const signed = new Intl.NumberFormat('nb-NO', {
  minimumFractionDigits: 1,
  maximumFractionDigits: 3,
  signDisplay: 'exceptZero',
});
const whole = new Intl.NumberFormat('nb-NO', { maximumFractionDigits: 0 });

/** Grams as kilos to the gram: `1 234,5`. */
export function kilos(grams: number): string {
  return exact.format(grams / 1000);
}

/** Signed: `+12,3` into the container, `−4,0` out of it. */
export function signedKilos(grams: number): string {
  return signed.format(grams / 1000);
}

/** A count with the thousands apart. */
export function count(value: number): string {
  return whole.format(value);
}

/** `3 dager`, `1 dag` */
export function plural(value: number, one: string, many: string): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}
