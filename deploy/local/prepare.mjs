import './check-node.mjs';
import { build } from './build.mjs';
import { Fault } from './fault.mjs';
import { install } from './install.mjs';
import { createProgress } from './progress.mjs';

/** Packages, and the build when asked for; ends the process with one clear message when that fails. */
export async function prepare({ building }) {
  const log = createProgress();
  try {
    await install(log);
    if (building) await build(log);
  } catch (error) {
    console.error(error instanceof Fault ? `\n${error.message}` : error);
    process.exit(1);
  }
}
