import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../local/paths.mjs';
import { permissionsFile } from './permissions.mjs';

// After a build: node deploy/nats/write-permissions.mjs
const built = (lib) => createRequire(import.meta.url)(join(root, `dist/libs/${lib}/src/index.js`));
const file = permissionsFile(built('contracts'), built('testing').factHandlers());
writeFileSync(join(root, 'deploy/nats/permissions.conf'), file);
