import { spawn } from 'node:child_process';
import { join } from 'node:path';
import './check-node.mjs';
import { root } from './paths.mjs';

/** Has every owner publish its facts again, then builds tonnage's read model from them. */
const OWNERS = ['stations', 'access', 'dropoffs'];
for (const owner of OWNERS) await run('libs/messaging/bin/republish.js', owner, '--wait');
await run('services/tonnage/bin/rebuild.js', ...process.argv.slice(2));

/** Ends this process with the command's code when that isn't 0. */
function run(...command) {
  const child = spawn(process.execPath, [join(root, 'deploy/local/with-database.mjs'), ...command], {
    stdio: 'inherit',
  });
  return new Promise((resolve) => child.on('exit', (code) => (code === 0 ? resolve() : process.exit(code ?? 1))));
}
