import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Fault } from './fault.mjs';
import { withRepositoryLock } from './lock.mjs';
import { root } from './paths.mjs';
import { withProgress } from './progress.mjs';
import { runTool, tailOf } from './run-tool.mjs';

export const webFolders = ['services/portal/web', 'services/simulator/web'];
const sourceFolders = ['services', 'libs'];
const toolFiles = ['.swcrc', 'package-lock.json'];
const notSources = new Set(['node_modules', 'dist', 'coverage']);
const stampFile = join(root, 'node_modules/.cache/selvbetjent/build.json');

/** Compiles the services into dist/ and the web apps into their dist/, each only when what it is made of has changed. */
export async function build(log, signal) {
  if (outdated().length === 0) return;
  await withRepositoryLock('build', log, async () => {
    const jobs = outdated();
    await Promise.all(
      jobs.map(async ({ name, stamp, run }) => {
        await withProgress(log, `building ${name}`, () => run(signal));
        writeStamp(name, stamp);
      }),
    );
  });
  for (const folder of webFolders.filter((folder) => !hasPage(folder))) {
    log(`NOT built: ${folder} has no index.html, so that there is no such page`);
  }
}

function outdated() {
  const stamps = readStamps();
  return jobs().filter(({ name, stamp, output }) => stamps[name] !== stamp || !existsSync(output));
}

function jobs() {
  const sources = filesBelow(sourceFolders).filter((path) => !isWeb(path));
  const services = {
    name: 'services and libs',
    output: join(root, 'dist/services'),
    stamp: hashOf([...toolFiles, ...sources]),
    run: (signal) => buildServices(sources, signal),
  };
  const pages = webFolders.filter(hasPage).map((folder) => ({
    name: folder,
    output: join(root, folder, 'dist/index.html'),
    stamp: hashOf([...toolFiles, ...filesBelow([folder]), ...(usesLibs(folder) ? filesBelow(['libs']) : [])]),
    run: (signal) => buildPage(folder, signal),
  }));
  return [services, ...pages];
}

async function buildServices(sources, signal) {
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  const ignored = ['**/web/**', '**/*.d.ts'].flatMap((glob) => ['--ignore', glob]);
  await tool('@swc/cli/bin/swc.js', [...sourceFolders, '-d', 'dist', '--config-file', '.swcrc', ...ignored], signal);
  for (const path of sources.filter((path) => /\/src\//.test(path) && !/\.[cm]?ts$/.test(path))) {
    const target = join(root, 'dist', path);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(join(root, path), target);
  }
}

const buildPage = (folder, signal) =>
  tool('vite/bin/vite.js', ['build', folder, '--emptyOutDir', '--logLevel', 'warn'], signal);

async function tool(script, args, signal) {
  const { code, output } = await runTool(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: root,
    signal,
  });
  signal?.throwIfAborted();
  if (code !== 0) throw new Fault(`The build failed (${script.split('/')[0]} ${args[0]}):\n${tailOf(output, 60)}`);
}

const hasPage = (folder) => existsSync(join(root, folder, 'index.html'));
const isWeb = (path) => webFolders.some((folder) => path.startsWith(`${folder}/`));
const usesLibs = (folder) =>
  filesBelow([folder]).some((path) => /@selvbetjent\/|\blibs\//.test(readFileSync(join(root, path), 'utf8')));

/** Paths of all files below the folders, relative to the root, in a fixed order. */
function filesBelow(folders) {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { withFileTypes: true })
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => {
        const path = `${folder}/${entry.name}`;
        if (entry.isDirectory()) return notSources.has(entry.name) ? [] : filesBelow([path]);
        return entry.isFile() ? [path] : [];
      }),
  );
}

function hashOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths)
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0');
  return hash.digest('hex');
}

function readStamps() {
  return existsSync(stampFile) ? JSON.parse(readFileSync(stampFile, 'utf8')) : {};
}

function writeStamp(name, stamp) {
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, JSON.stringify({ ...readStamps(), [name]: stamp }, null, 2));
}
