import { type Difference, type TableComparison } from './compare-models';
import { type RebuildReport } from './rebuild-read-model';

/** What a rebuild found and did, for the operator who asked for it. */
export function describeReport({ facts, comparisons, swapped }: RebuildReport): string {
  const found =
    comparisons.length === 0
      ? ['The live read model is what the facts say, row by row.']
      : comparisons.flatMap(describeTable);
  return [`${facts} facts were read.`, ...found, describeEnd(comparisons, swapped)].join('\n');
}

function describeEnd(comparisons: readonly TableComparison[], swapped: boolean): string {
  if (swapped) return 'The rebuilt read model has taken its place.';
  if (comparisons.length === 0) return 'Nothing was changed.';
  return 'Nothing was changed. Rows that only the live one has get lost by a swap; --drop-unknown does it all the same.';
}

function describeTable({ table, differences, onlyLive, examples }: TableComparison): string[] {
  const head = `${table}: ${differences} rows differ, ${onlyLive} of them only the live one has`;
  return [head, ...examples.map((example) => `  ${describeDifference(example)}`)];
}

function describeDifference({ live, rebuilt }: Difference): string {
  if (!live) return `missing: ${JSON.stringify(rebuilt)}`;
  if (!rebuilt) return `no fact tells of: ${JSON.stringify(live)}`;
  const changed = Object.keys(rebuilt).filter((name) => JSON.stringify(live[name]) !== JSON.stringify(rebuilt[name]));
  const wrong = changed.map(
    (name) => `${name} is ${JSON.stringify(live[name])}, facts say ${JSON.stringify(rebuilt[name])}`,
  );
  return `${wrong.join('; ')} in ${JSON.stringify(rebuilt)}`;
}
