import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../local/paths.mjs';
import { permissionsFile } from './permissions.mjs';

// After a build: node deploy/nats/write-permissions.mjs
const contracts = createRequire(import.meta.url)(join(root, 'dist/libs/contracts/src/index.js'));
writeFileSync(join(root, 'deploy/nats/permissions.conf'), permissionsFile(contracts));
