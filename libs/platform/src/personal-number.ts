const FIRST_WEIGHTS = [3, 7, 6, 1, 8, 9, 4, 5, 2];
const SECOND_WEIGHTS = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];

/**
 * Whether eleven digits have the control digits of a fødselsnummer, D-number or synthetic test number. From 2032 the first sum
 * may leave 0 to 3 (Skatteetaten's new rule).
 */
export function isPersonalNumber(digits: string): boolean {
  const [first, second] = [Number(digits[9]), Number(digits[10])];
  const firstRest = (weightedSum(digits, FIRST_WEIGHTS) + first) % 11;
  const secondRest = (weightedSum(digits, SECOND_WEIGHTS) + second) % 11;
  return firstRest <= 3 && secondRest === 0;
}

function weightedSum(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * Number(digits[index]), 0);
}
