import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isRoot } from './data-dir.mjs';
import { Fault } from './fault.mjs';
import { runTool } from './run-tool.mjs';

const oldestVersion = [2, 9];

/** The official release taken where no package manager has one; sums as in the official container image. */
const release = {
  version: '2.11.6',
  sha256: {
    'linux-amd64': '5e5272dd1bdb8da020aedc8cf883fb26c128441809a992f156e0b1ccb28ac5b7',
    'linux-arm64': '4fe3c40bddc58e31012f55865df0dcd24012995d2893a4d64a0ae5cb147d7a36',
    'linux-arm7': '85044d4a4c13f910820c6727b8e748b97a6c73a6b4cb206cd77db9cab62be074',
  },
};
const releaseNames = { x64: 'amd64', arm64: 'arm64', arm: 'arm7' };

/**
 * Finds or gets the nats-server program: the PATH, the data folder, this user's cache, Debian's package, the official release.
 * @returns {Promise<string>} its path @throws {Fault} that says how to get one
 */
export async function findNatsServer({ dataDir, log = () => {}, signal }) {
  if (works('nats-server')) return 'nats-server';
  const kept = join(dataDir, 'bin', 'nats-server');
  if (works(kept)) return kept;
  const cacheHome = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const cached = join(cacheHome, 'selvbetjent', 'nats-server');
  if (works(cached)) return install(cached, kept);

  const reasons = [];
  for (const [source, get] of Object.entries({ "Debian's package": fromDebian, 'the official release': fromRelease })) {
    const folder = mkdtempSync(join(tmpdir(), 'selvbetjent-nats-'));
    try {
      log(`getting nats-server: ${source}`);
      const program = await get(folder, signal);
      if (!works(program)) throw new Error('it does not run on this machine');
      ignoreErrors(() => install(program, cached));
      return install(program, kept);
    } catch (error) {
      signal?.throwIfAborted();
      reasons.push(`${source}: ${error.message}`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  throw new Fault(
    [
      `There is no nats-server (${reasons.join('; ')}). Do one of these and start again:`,
      '  1. install it: "apt-get install nats-server", "brew install nats-server" or the like, so that it is on the PATH;',
      `  2. download one from https://github.com/nats-io/nats-server/releases and put the program at ${kept};`,
      '  3. give a running server with JetStream by NATS_URL=nats://host:4222.',
    ].join('\n'),
  );
}

function works(program) {
  if (program.includes('/') && !existsSync(program)) return false;
  const { status, stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  const [, major, minor] = /v(\d+)\.(\d+)/.exec(stdout ?? '') ?? [];
  const isNewEnough = major > oldestVersion[0] || (Number(major) === oldestVersion[0] && minor >= oldestVersion[1]);
  return status === 0 && isNewEnough;
}

/** Another start may run the very file: it is replaced whole, never written into. */
function install(program, path) {
  const partial = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  copyFileSync(program, partial);
  chmodSync(partial, 0o755);
  renameSync(partial, path);
  return path;
}

async function fromDebian(folder, signal) {
  const run = async (command, ...args) => {
    const { code, output } = await runTool(command, args, { cwd: folder, signal });
    if (code !== 0) throw new Error(output.split('\n').pop() || `${command} failed`);
  };
  const asRoot = isRoot() ? ['-o', 'APT::Sandbox::User=root'] : [];
  await run('apt-get', ...asRoot, 'download', 'nats-server').catch(async () => {
    // Package lists of our own, so that neither rights nor the machine's lists are needed.
    for (const part of ['lists/partial', 'cache/archives/partial']) mkdirSync(join(folder, part), { recursive: true });
    const own = ['-o', `Dir::State::lists=${folder}/lists`, '-o', `Dir::Cache=${folder}/cache`, ...asRoot];
    await run('apt-get', ...own, '-qq', 'update');
    await run('apt-get', ...own, 'download', 'nats-server');
  });
  const packageFile = readdirSync(folder).find((name) => name.endsWith('.deb'));
  await run('dpkg-deb', '-x', packageFile, 'unpacked');
  return join(folder, 'unpacked/usr/sbin/nats-server');
}

async function fromRelease(folder, signal) {
  const platform = `${process.platform}-${releaseNames[process.arch] ?? process.arch}`;
  const expected = release.sha256[platform];
  if (!expected) throw new Error(`none is pinned for ${platform}`);
  const name = `nats-server-v${release.version}-${platform}`;
  const url = `https://github.com/nats-io/nats-server/releases/download/v${release.version}/${name}.tar.gz`;
  const timeout = AbortSignal.timeout(120_000);
  const response = await fetch(url, { signal: signal ? AbortSignal.any([signal, timeout]) : timeout });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  const archive = Buffer.from(await response.arrayBuffer());
  if (createHash('sha256').update(archive).digest('hex') !== expected) throw new Error(`${url} has the wrong checksum`);
  writeFileSync(join(folder, 'nats.tar.gz'), archive);
  const { code, output } = await runTool('tar', ['-xzf', 'nats.tar.gz'], { cwd: folder, signal });
  if (code !== 0) throw new Error(output);
  return join(folder, name, 'nats-server');
}

function ignoreErrors(work) {
  try {
    work();
  } catch {
    // The cache only saves time.
  }
}
