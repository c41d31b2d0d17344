import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keysFile, readCatalogues } from './message-catalogues.mjs';

const folder = join(import.meta.dirname, 'src/messages');
writeFileSync(join(folder, 'message-values.ts'), keysFile(readCatalogues(folder)));
