import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { checkedMessages } from './messages-plugin.mjs';
import { offlineShell } from './offline-plugin.mjs';
import { compressedFiles } from './compress-plugin.mjs';
import { punktFromOwnHost } from './punkt-plugin.mjs';

const PORTAL = 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [checkedMessages(), punktFromOwnHost(), svelte({ configFile: false }), offlineShell(), compressedFiles()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': PORTAL, '/login': PORTAL, '/logout': PORTAL, '/oidc': PORTAL },
  },
});
