import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { root } from '../local/paths.mjs';

const isProduction = (name) =>
  name.endsWith('.ts') && !/\.(spec|test-kit)\.ts$|(^|\/)(generated|fixtures)\//.test(name);

/** Every service and lib, with the lines of each of its files and functions; tests and generated code left out. */
export function sizes() {
  return ['services', 'libs'].flatMap((kind) =>
    readdirSync(join(root, kind)).map((name) => {
      const folder = join(root, kind, name, 'src');
      const sources = readdirSync(folder, { recursive: true })
        .filter(isProduction)
        .map((file) => ts.createSourceFile(file, readFileSync(join(folder, file), 'utf8'), ts.ScriptTarget.Latest));
      return {
        name: `${kind}/${name}`,
        files: sources.map((source) => source.getLineAndCharacterOfPosition(source.text.trimEnd().length).line + 1),
        functions: sources.flatMap(functionLines),
      };
    }),
  );
}

/** Nested functions count by themselves and within the one around them. */
function functionLines(source) {
  const lines = [];
  const lineOf = (position) => source.getLineAndCharacterOfPosition(position).line;
  const visit = (node) => {
    if (ts.isFunctionLike(node) && node.body) lines.push(lineOf(node.end) - lineOf(node.getStart(source)) + 1);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return lines;
}

/** @returns {number} the smallest value that this share of all values doesn't exceed; 0 of none */
export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
