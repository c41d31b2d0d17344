import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { onLauncherGone } from './launcher.mjs';
import { root } from './paths.mjs';
import { prepare } from './prepare.mjs';

/** Builds, then runs these commands below `dist` one after the other, each with the options behind them; ends with 1 when one fails. */
await prepare({ building: true });
const given = process.argv.slice(2);
const options = given.findIndex((argument) => argument.startsWith('-'));
const commands = options < 0 ? given : given.slice(0, options);
let failures = 0;
for (const command of commands) if ((await run(command)) !== 0) failures += 1;
process.exit(failures > 0 ? 1 : 0);

function run(command) {
  const path = join(root, 'dist', command);
  if (!existsSync(path)) throw new Error(`${path} has not been built`);
  const child = spawn(process.execPath, ['--enable-source-maps', path, ...given.slice(commands.length)], {
    cwd: root,
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => child.kill(signal));
  onLauncherGone(() => child.kill('SIGTERM'));
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 130)));
}
