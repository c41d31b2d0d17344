import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { root } from '../local/paths.mjs';

const own = /^@selvbetjent\/([a-z-]+)$/;

/** @returns {string[]} what a file of ours imports: files of ours, and libs as their folder `libs/<lib>/src/` */
export function importsOf(file) {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(root, file), 'utf8'));
  return importedFiles.flatMap(({ fileName }) => {
    const [, lib] = own.exec(fileName) ?? [];
    if (lib) return [`libs/${lib}/src/`];
    if (!fileName.startsWith('.')) return [];
    return [`${relative(root, join(root, dirname(file), fileName))}.ts`];
  });
}

/** Whether `file` imports `target` itself, or the lib whose file it is. */
export const imports = (file, target) =>
  importsOf(file).some((imported) => imported === target || (imported.endsWith('/') && target.startsWith(imported)));

/** Whether the file names this contract among its imports. */
export const usesContract = (file, contract) =>
  new RegExp(`import \\{[^}]*\\b${contract}\\b[^}]*\\} from '@selvbetjent/contracts'`).test(
    readFileSync(join(root, file), 'utf8'),
  );

/** Whether the file handles this fact or request. */
export const handlesContract = (file, contract) =>
  new RegExp(`@(?:EventPattern|MessagePattern)\\(${contract}\\)`).test(readFileSync(join(root, file), 'utf8'));

export const exists = (file) => existsSync(join(root, file));
