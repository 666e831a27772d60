import { defineConfig } from 'vite';

/** The map, built into dist/web. Relative addresses, so that it also runs below a path of a reverse proxy. */
export default defineConfig({
  root: 'web',
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
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
