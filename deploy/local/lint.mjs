import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { webFolders } from './build.mjs';
import { root } from './paths.mjs';
import { prepare } from './prepare.mjs';
import { runTool } from './run-tool.mjs';

await prepare({ building: false });

const checks = [
  ['format', 'prettier/bin/prettier.cjs', '--check', '.'],
  ['rules', 'eslint/bin/eslint.js', '--config', '.config/eslint.config.mjs', '--max-warnings', '0', '.'],
  ['types', 'typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json'],
  [
    'imports',
    'dependency-cruiser/bin/dependency-cruise.mjs',
    '--config',
    '.config/dependency-cruiser.cjs',
    'services',
    'libs',
  ],
  ...webFolders.filter((folder) => existsSync(join(root, folder, 'index.html'))).map(svelteCheck),
];
const atOnce = 2;
const queue = [...checks];
let failures = 0;

await Promise.all(Array.from({ length: atOnce }, worker));
console.log(
  failures === 0 ? `lint: ${checks.length} checks passed` : `lint: ${failures} of ${checks.length} checks failed`,
);
process.exit(failures === 0 ? 0 : 1);

async function worker() {
  for (let check = queue.shift(); check; check = queue.shift()) {
    const [name, script, ...args] = check;
    const begun = Date.now();
    const { code, output } = await runTool(process.execPath, [join(root, 'node_modules', script), ...args], {
      cwd: root,
    });
    const seconds = ((Date.now() - begun) / 1000).toFixed(1);
    console.log(code === 0 ? `ok      ${name} (${seconds} s)` : `FAILED  ${name} (${seconds} s)\n${output}\n`);
    if (code !== 0) failures++;
  }
}

function svelteCheck(folder) {
  const own = './tsconfig.json';
  const tsconfig = existsSync(join(root, folder, own)) ? ['--tsconfig', own] : ['--no-tsconfig'];
  return [folder, 'svelte-check/bin/svelte-check', '--workspace', folder, ...tsconfig, '--fail-on-warnings'];
}
