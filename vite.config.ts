import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

/** The map, built into dist/web. Relative addresses, so that it also runs below a path of a reverse proxy. */
export default defineConfig({
  root: 'web',
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [onlyTransverseMercator(), noSchemas(), compressed()],
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
  // `npm run dev`: the service answers below /api, but for this folder's own modules of that name.
  server: { proxy: { '^/api/(?![\\w-]+\\.ts)': process.env.WARDLIGHT_API ?? 'http://127.0.0.1:3000' } },
});

/**
 * proj4 registers 30 projections and reads WKT and military grid references; the map needs the projection of the National
 * Grid alone (proj4 names it etmerc, and uses it for tmerc), from a proj4 string. Saves 36 kB of the first load, compressed.
 */
function onlyTransverseMercator(): Plugin {
  const projections = '\0proj4-projections';
  const nothing = '\0proj4-nothing';
  return {
    name: 'only-transverse-mercator',
    enforce: 'pre',
    resolveId: (source, importer) => {
      if (!importer?.includes('/proj4/lib/')) return undefined;
      if (source === '../projs') return projections;
      return source === 'mgrs' || source === 'wkt-parser' ? nothing : undefined;
    },
    load: (id) => {
      if (id === nothing)
        return 'export const toPoint = undefined, forward = undefined, inverse = undefined; export default undefined;';
      if (id !== projections) return undefined;
      return (
        "import etmerc from 'proj4/lib/projections/etmerc.js';\n" +
        'export default (proj4) => proj4.Proj.projections.add(etmerc);'
      );
    },
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
    load: (id) => (id === name ? 'export default new Proxy({}, { get: () => () => ({}) });' : undefined),
  };
}

/**
 * Scripts and styles compressed once, when they are built, for browsers that take Brotli: quality 9 makes the first load 46 kB
 * smaller than compressing each answer (quality 4), for half a second of building; 11 would save 40 kB more for nine seconds.
 */
function compressed(): Plugin {
  const least = 1024;
  return {
    name: 'compressed',
    // After everything else: earlier, chunks still hold marks that the build replaces.
    writeBundle({ dir }, bundle) {
      for (const fileName of Object.keys(bundle)) {
        if (!/\.(js|css)$/.test(fileName) || dir === undefined) continue;
        const path = join(dir, fileName);
        const source = readFileSync(path);
        if (source.length < least) continue;
        const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
        writeFileSync(`${path}.br`, brotliCompressSync(source, { params }));
      }
    },
  };
}
