import { defineConfig, type Plugin } from 'vite';

/**
 * The widget: `widget.js`, which sites name in a script tag, and what it fetches when a visitor opens it. The first is a
 * classic script, so it must leave no names behind.
 */
export default defineConfig({
  root: import.meta.dirname,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [forOtherSites()],
  build: {
    outDir: '../dist/widget',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false,
    reportCompressedSize: false,
    // light-dark() is known to all browsers that this code runs in; the rewritten form would not follow the host element.
    cssTarget: ['chrome123', 'safari17.5', 'firefox120'],
    // As a library: for pages, the bundler wraps `import()` in a helper that only modules could run.
    lib: {
      entry: { widget: `${import.meta.dirname}/src/loader.ts`, demo: `${import.meta.dirname}/src/demo.ts` },
      formats: ['es'],
    },
    rolldownOptions: {
      output: {
        format: 'es',
        minify: true,
        entryFileNames: '[name].js',
        chunkFileNames: 'widget/[name]-[hash].js',
      },
    },
  },
});

/**
 * Entries become classic scripts that leave no names behind. On other sites the browser does not tell such a script its own
 * address, so what it loads is named with the origin that it found when it ran.
 */
function forOtherSites(): Plugin {
  return {
    name: 'for-other-sites',
    enforce: 'post',
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'chunk' || !file.isEntry) continue;
        if (/^\s*(import\s*["'{*]|export\s)/m.test(file.code)) {
          throw new Error(`${file.fileName} is a classic script and may neither import nor export`);
        }
        const code = file.code.replace(/import\(([`'"])\.\/([^`'"]+)\1\)/g, 'import(kyroChat.home+"/$2")');
        file.code = `(()=>{const kyroChat={home:location.origin};${code}})();`;
      }
    },
  };
}
