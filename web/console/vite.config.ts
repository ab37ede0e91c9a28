import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import sirv from 'sirv';
import { defineConfig, type Plugin } from 'vite';

/** The console, served by the application at `/`; in development Vite serves it and passes the rest on. */
export default defineConfig({
  root: import.meta.dirname,
  oxc: { jsx: { runtime: 'automatic' } },
  plugins: [pdfResources()],
  build: {
    outDir: '../dist/console',
    emptyOutDir: true,
    target: 'es2022',
    // Inlined data: addresses would need holes in the content security policy.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        // Few files, since a browser fetches six at a time: what the first page needs and what many pages need, the
        // rest by page.
        codeSplitting: {
          groups: [
            { name: 'vendor', test: /\/node_modules\//, tags: ['$initial'], priority: 2 },
            { name: 'start', tags: ['$initial'], priority: 2 },
            { name: 'common', minShareCount: 5, priority: 1 },
          ],
        },
      },
      // Libraries mark modules for servers that render; there is none here.
      onLog: (level, log, report) => log.code !== 'MODULE_LEVEL_DIRECTIVE' && report(level, log),
    },
  },
  server: {
    port: 5173,
    proxy: Object.fromEntries(
      ['/api', '/docs', '/health', '/queues', '/widget.js', '/socket.io'].map((path) => [
        path,
        { target: 'http://127.0.0.1:3000', ws: path === '/socket.io' },
      ]),
    ),
  },
});

/** What a PDF may leave to its reader: character maps, fonts, a decoder. Under the version, so that browsers may keep them. */
function pdfResources(): Plugin {
  const folder = join(import.meta.dirname, '../../node_modules/pdfjs-dist');
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  const wanted = /^(cmaps|standard_fonts)\/|^wasm\/(LICENSE_.*OPENJPEG|.*_nowasm_fallback\.js)$/;
  return {
    name: 'pdf-resources',
    configureServer: ({ middlewares }) =>
      void middlewares.use(`/assets/pdfjs-${version}`, sirv(folder, { extensions: [] })),
    generateBundle() {
      for (const file of ['cmaps', 'standard_fonts', 'wasm'].flatMap((name) =>
        readdirSync(join(folder, name)).map((file) => `${name}/${file}`),
      )) {
        if (!wanted.test(file)) continue;
        const source = readFileSync(join(folder, file));
        this.emitFile({ type: 'asset', fileName: `assets/pdfjs-${version}/${file}`, source });
      }
    },
  };
}
