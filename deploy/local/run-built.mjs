import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { onLauncherGone } from './launcher.mjs';
import { root } from './paths.mjs';
import { prepare } from './prepare.mjs';

/** Builds, then runs these commands below `dist` one after the other; arguments after `--` go to each. Ends with 1 when one fails. */
const [commands, args] = split(process.argv.slice(2));
await prepare({ building: true });
let failures = 0;
for (const command of commands) if ((await run(command)) !== 0) failures += 1;
process.exit(failures > 0 ? 1 : 0);

function split(all) {
  const end = all.indexOf('--');
  return end < 0 ? [all, []] : [all.slice(0, end), all.slice(end + 1)];
}

function run(command) {
  const path = join(root, 'dist', command);
  if (!existsSync(path)) throw new Error(`${path} has not been built`);
  const child = spawn(process.execPath, ['--enable-source-maps', path, ...args], { cwd: root, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => child.kill(signal));
  onLauncherGone(() => child.kill('SIGTERM'));
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 130)));
}
