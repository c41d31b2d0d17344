import { resolve } from 'node:path';
import { huntPlantedBugs } from '../src/nemesis/planted/hunt';

const ROOT = resolve(__dirname, '../../../..');

/** Whether the nemesis finds the mistakes that are planted: `planted.js [name] [first seed]`; ends with 1 when it misses one. */
async function run(name: string | undefined, firstSeed = '1'): Promise<void> {
  const tell = (line: string): void => console.log(line);
  const hunt = { root: ROOT, dist: resolve(ROOT, 'dist'), firstSeed: Number(firstSeed), tell };
  const caught = await huntPlantedBugs(name, hunt);
  const missed = caught.filter((one) => one.run === null);
  console.log(`${caught.length - missed.length} of ${caught.length} caught`);
  if (missed.length > 0) process.exitCode = 1;
}

void run(process.argv[2], process.argv[3]);
