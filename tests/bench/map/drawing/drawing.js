// The page of the drawing bench: draws the same cells in several ways and times first draw and panning. JavaScript, since the
// bench itself is compiled for Node.
import { Map as MapLibreMap, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { paintCells } from '../../../../web/map/cell-paint.ts';
import { CellsLayer } from '../../../../web/map/cells-layer.ts';
import { createLattice } from '../../../../web/map/lattice.ts';

setWorkerUrl(workerUrl);

const COLOURS = ['#eff3ff', '#bdd7e7', '#6baed6', '#2171b5'];
const FILL = {
  'fill-color': ['to-color', ['at', ['get', 'c'], ['literal', COLOURS]]],
  'fill-antialias': false,
};
const PAN_FRAMES = 60;

/** Draws in one way in a new map; what it took, milliseconds. */
window.measureWay = async (way, bbox) => {
  const map = new MapLibreMap({
    container: 'map',
    style: { version: 8, sources: {}, layers: [{ id: 'ground', type: 'background' }] },
    bounds: bbox,
    fadeDuration: 0,
    attributionControl: false,
  });
  await new Promise((resolve) => map.once('load', resolve));
  const longest = watchLongTasks();
  const begun = performance.now();
  await WAYS[way](map);
  await drawn(map);
  const firstMs = performance.now() - begun;
  const longestTaskMs = longest();
  const frames = await pan(map);
  map.remove();
  return { firstMs, longestTaskMs, frames };
};

const WAYS = {
  nothing: async () => undefined,
  texture: async (map) => {
    show(map, await (await fetch('columns.json')).json());
  },
  binary: async (map) => {
    const packed = new Int32Array(await (await fetch('columns.bin')).arrayBuffer());
    const [cellSizeM, length] = packed;
    const part = (i) => packed.subarray(2 + i * length, 2 + (i + 1) * length);
    show(map, { cellSizeM, length, column: part(0), row: part(1), classOf: part(2) });
  },
  geojson: async (map) => {
    map.addSource('cells', { type: 'geojson', data: new URL('cells.geojson', location.href).href });
    map.addLayer({ id: 'cells', type: 'fill', source: 'cells', paint: FILL });
  },
  tiles: async (map) => {
    const tiles = [`${location.origin}/tiles/{z}/{x}/{y}`];
    map.addSource('cells', { type: 'vector', tiles, minzoom: 0, maxzoom: 12 });
    map.addLayer({ id: 'cells', type: 'fill', source: 'cells', 'source-layer': 'cells', paint: FILL });
  },
};

/** As the product does: one texture on a mesh. */
function show(map, { cellSizeM, length, column, row, classOf }) {
  const lattice = createLattice({ length, column, row }, cellSizeM);
  const classes = COLOURS.map((colour) => ({ colour, pattern: 'solid' }));
  const layer = new CellsLayer();
  map.addLayer(layer);
  layer.setPaint(paintCells(lattice, { classes, classOf }));
}

async function drawn(map) {
  map.triggerRepaint();
  await new Promise((resolve) => map.once('idle', resolve));
}

/** Milliseconds between frames while the map moves a little in each. */
function pan(map) {
  return new Promise((resolve) => {
    const frames = [];
    let last = null;
    const step = (now) => {
      if (last !== null) frames.push(now - last);
      last = now;
      if (frames.length === PAN_FRAMES) return resolve(frames);
      const turn = frames.length < PAN_FRAMES / 2 ? 1 : -1;
      map.panBy([5 * turn, 3 * turn], { duration: 0 });
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  });
}

/** The longest task that kept the page from answering, since it was begun. */
function watchLongTasks() {
  let longest = 0;
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
  });
  observer.observe({ type: 'longtask' });
  return () => {
    observer.disconnect();
    return longest;
  };
}
