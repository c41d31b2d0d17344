import { resolve } from 'node:path';

/** The repository, from its sources and from what has been built of them. */
export const ROOT = resolve(__dirname, '../../../../..').replace(/[/\\]dist$/, '');
