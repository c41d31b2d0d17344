import type { RuleReport } from './recorder';
import type { ConformanceReport } from './run-conformance';

/** A report for people. */
export function describeReport({ adapterUrl, seed, passed, rules }: ConformanceReport): string {
  const width = Math.max(...rules.map(({ rule }) => rule.length));
  const lines = rules.flatMap((report) => [
    `${markOf(report)} ${report.rule.padEnd(width)} ${String(report.cases).padStart(6)}  ${report.title}`,
    ...(report.skipped === undefined ? [] : [`    skipped: ${report.skipped}`]),
    ...report.failures.map((failure) => `    ${failure.case}: ${failure.got}`),
    ...(report.failed > report.failures.length ? [`    and ${report.failed - report.failures.length} more`] : []),
  ]);
  const cases = rules.reduce((sum, report) => sum + report.cases, 0);
  const broken = rules.filter(({ failed }) => failed > 0).length;
  const verdict = passed ? 'passes' : `fails ${broken} of ${rules.length} rules`;
  return [...lines, '', `${adapterUrl} ${verdict}; ${cases} cases, seed ${seed}`].join('\n');
}

function markOf({ failed, skipped }: RuleReport): string {
  if (skipped !== undefined) return '-';
  return failed === 0 ? '✓' : '✗';
}
