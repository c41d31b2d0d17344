import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onLauncherGone } from './launcher.mjs';
import { root } from './paths.mjs';
import { prepare } from './prepare.mjs';

await prepare({ building: true });
const folder = mkdtempSync(join(tmpdir(), 'selvbetjent-results-'));
const results = join(folder, 'jest.json');
const code = await runJest(['--json', `--outputFile=${results}`, ...process.argv.slice(2)]);
console.log(summary());
rmSync(folder, { recursive: true, force: true });
process.exit(code);

function runJest(args) {
  const jest = spawn(process.execPath, [join(root, 'node_modules/jest/bin/jest.js'), ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => jest.kill(signal));
  onLauncherGone(() => jest.kill('SIGTERM'));
  return new Promise((resolve) => jest.on('close', (exitCode) => resolve(exitCode ?? 130)));
}

/** One plain line of counts for any reader. */
function summary() {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites } = JSON.parse(
      readFileSync(results, 'utf8'),
    );
    const broken = numRuntimeErrorTestSuites > 0 ? `, ${numRuntimeErrorTestSuites} files could not run` : '';
    return `${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests + numTodoTests} skipped${broken}`;
  } catch {
    return 'no test was run';
  }
}
