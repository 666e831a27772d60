import { defineConfig, type Plugin } from 'vite';

/** The map, built into dist/web. Relative addresses, so that it also runs below a path of a reverse proxy. */
export default defineConfig({
  root: 'web',
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [onlyTransverseMercator(), noSchemas()],
  worker: { format: 'es' },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2023',
    sourcemap: false,
    chunkSizeWarningLimit: 1600,
    // Inlined files would be data: addresses, which the content security policy refuses for scripts.
    assetsInlineLimit: 0,
  },
  server: { proxy: { '/api': process.env.WARDLIGHT_API ?? 'http://127.0.0.1:3000' } },
});

/**
 * proj4 registers 30 projections; the map needs the one of the National Grid (proj4 names it etmerc, and uses it
 * for tmerc). Saves 22 kB of the first load, compressed.
 */
function onlyTransverseMercator(): Plugin {
  const name = '\0proj4-projections';
  return {
    name: 'only-transverse-mercator',
    enforce: 'pre',
    resolveId: (source, importer) =>
      source === '../projs' && importer?.includes('/proj4/lib/') ? name : undefined,
    load: (id) =>
      id === name
        ? "import etmerc from 'proj4/lib/projections/etmerc.js';\n" +
          'export default (proj4) => proj4.Proj.projections.add(etmerc);'
        : undefined,
  };
}

/**
 * The contract's schemas are checked by the service; the page needs their types and a few lists of words beside them.
 * Without this every module of the contract that the page imports a list from brings the whole of typebox.
 */
function noSchemas(): Plugin {
  const name = '\0no-schemas';
  return {
    name: 'no-schemas',
    enforce: 'pre',
    resolveId: (source) => (source === 'typebox' ? name : undefined),
    load: (id) =>
      id === name ? 'export default new Proxy({}, { get: () => () => ({}) });' : undefined,
  };
}
