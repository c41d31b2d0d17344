import { createRequire } from 'node:module';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { format } from 'prettier';
import { flowFaults, flows, stepsBack } from '../structure/flows.mjs';
import { quantile, sizes } from '../structure/sizes.mjs';
import { root } from './paths.mjs';

process.chdir(root);
const faults = Object.values(flows).flatMap(flowFaults);
const cycles = await countCycles();
const page = await format(describe(sizes(), cycles), { parser: 'markdown', printWidth: 120 });
writeFileSync(join(root, 'docs/structure.md'), page);
console.log(page);
for (const fault of faults) console.error(`deploy/structure/flows.mjs: ${fault}`);
process.exit(faults.length > 0 || cycles > 0 ? 1 : 0);

/** By the rules of the lint, which knows how imports are resolved. */
async function countCycles() {
  const { options, forbidden } = createRequire(import.meta.url)(join(root, '.config/dependency-cruiser.cjs'));
  const rules = { forbidden: forbidden.filter(({ to }) => to.circular) };
  const { output } = await cruise(
    ['services', 'libs'],
    { ...options, ruleSet: rules, validate: true },
    options.enhancedResolveOptions,
    { tsConfig: extractTSConfig(join(root, options.tsConfig.fileName)) },
  );
  return output.summary.violations.length;
}

function describe(measured, cycles) {
  const total = {
    name: '**all**',
    files: measured.flatMap(({ files }) => files),
    functions: measured.flatMap(({ functions }) => functions),
  };
  const spread = (values) => [0.5, 0.9, 1].map((share) => quantile(values, share)).join(' / ');
  const rows = [...measured, total].map(
    ({ name, files, functions }) =>
      `| ${name} | ${files.length} | ${spread(files)} | ${functions.length} | ${spread(functions)} |`,
  );
  const followed = Object.entries(flows).map(
    ([name, steps]) =>
      `- **${name}**: ${steps.length} files, ${stepsBack(steps)} steps back. ${steps.map(({ file }) => shortened(file)).join(' → ')}`,
  );
  return [
    '# Structure in figures',
    'Written by `npm run measure`; tests and generated code are left out.',
    `Import cycles: ${cycles}`,
    '## Sizes in lines: median / 90 % / largest',
    ['| | files | lines | functions | lines |', '| --- | --: | --: | --: | --: |', ...rows].join('\n'),
    '## Flows',
    'Files of ours that one opens to follow a flow, and how often one has to go back to an earlier one.',
    followed.join('\n'),
  ].join('\n\n');
}

function shortened(file) {
  return `\`${file.replace(/^(services|libs)\//, '').replace('/src/', '/')}\``;
}
