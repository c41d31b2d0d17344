const exact = new Intl.NumberFormat('nb-NO', { minimumFractionDigits: 1, maximumFractionDigits: 3 });
const signed = new Intl.NumberFormat('nb-NO', {
  minimumFractionDigits: 1,
  maximumFractionDigits: 3,
  signDisplay: 'exceptZero',
});
const tenths = new Intl.NumberFormat('nb-NO', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const signedTenths = new Intl.NumberFormat('nb-NO', {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
  signDisplay: 'exceptZero',
});
const whole = new Intl.NumberFormat('nb-NO', { maximumFractionDigits: 0 });

const share = new Intl.NumberFormat('nb-NO', { style: 'percent', maximumFractionDigits: 0 });
const signedShare = new Intl.NumberFormat('nb-NO', {
  style: 'percent',
  maximumFractionDigits: 1,
  signDisplay: 'exceptZero',
});

/** A share of one as `97 %`, rounded down: all is only said of all. */
export function percent(value: number): string {
  return share.format(Math.floor(value * 100) / 100);
}

/** The same, rounded up: what is doubtful is never made less. */
export function percentUp(value: number): string {
  return share.format(Math.ceil(value * 100) / 100);
}

/** `+10,2 %` */
export function signedPercent(value: number): string {
  return signedShare.format(value);
}

/** Grams as kilos to the gram: `1 234,5`. */
export function kilos(grams: number): string {
  return exact.format(grams / 1000);
}

/** Signed: `+12,3` into the container, `−4,0` out of it. */
export function signedKilos(grams: number): string {
  return signed.format(grams / 1000);
}

/** Sums of many weighings as `562,9`: scales show 0,1 kg, so that more would only look exact. Rows and files have the grams. */
export function roundKilos(grams: number): string {
  return tenths.format(grams / 1000);
}

/** The same, signed. */
export function signedRoundKilos(grams: number): string {
  return signedTenths.format(grams / 1000);
}

/** At the axis of a drawing: `640`, `0,5`. */
export function tickKilos(grams: number): string {
  return grams % 1000 === 0 ? count(grams / 1000) : kilos(grams);
}

/** A count with the thousands apart. */
export function count(value: number): string {
  return whole.format(value);
}

/** `3 dager`, `1 dag` */
export function plural(value: number, one: string, many: string): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}
