import { type Options, transformSync } from '@swc/core';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Edit, type PlantedBug } from './planted-bug';

/** @throws Error when the text isn't there exactly once: the sources have moved on, and the mistake must follow them */
export function applied(source: string, { file, find, put }: Edit): string {
  const pieces = source.split(find);
  if (pieces.length !== 2) throw new Error(`${file} has ${pieces.length - 1} times, not once: ${find}`);
  return pieces.join(put);
}

/** @returns the changed sources by file; the repository's own stay as they are */
export function patchedSources(bug: PlantedBug, root: string): Map<string, string> {
  const sources = new Map<string, string>();
  for (const edit of bug.edits) {
    const source = sources.get(edit.file) ?? readFileSync(join(root, edit.file), 'utf8');
    sources.set(edit.file, applied(source, edit));
  }
  return sources;
}

/** As the build does it. @throws where swc can't read the source */
export function compiled(file: string, source: string, root: string): string {
  const configured = JSON.parse(readFileSync(join(root, '.swcrc'), 'utf8')) as Options;
  const jsc = { ...configured.jsc, baseUrl: root };
  const options = { ...configured, jsc, sourceMaps: false, swcrc: false, configFile: false as const };
  return transformSync(source, { ...options, filename: join(root, file) }).code;
}

/**
 * A compiled tree with the mistake in it, below the repository so that its packages are found.
 * @param dist the sound one
 * @returns its folder, for `--dist`
 */
export function plant(bug: PlantedBug, { root, dist }: { root: string; dist: string }): string {
  const planted = join(root, '.data', 'planted', bug.name, 'dist');
  rmSync(planted, { recursive: true, force: true });
  cpSync(dist, planted, { recursive: true });
  for (const [file, source] of patchedSources(bug, root)) {
    const path = join(planted, file.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, compiled(file, source, root));
  }
  return planted;
}
