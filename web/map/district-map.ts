import type { Feature, FeatureCollection } from 'geojson';
import { type GeoJSONSource, Map as MapLibreMap, prewarm, ScaleControl, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import type { AreaFeature, AreasResult } from '../../server/contract/areas.ts';
import type { MapClass } from '../charts/map-classes.ts';
import type { Camera } from '../state/view.ts';
import type { CellPaint } from './cell-paint.ts';
import { CellsLayer } from './cells-layer.ts';
import { GROUND } from './map-colours.ts';
import { MAP_STYLE } from './map-style.ts';
import { outlineOf, type Position } from './outline.ts';
import { patternImage } from './pattern-image.ts';

// Without this the built page asks for a worker that is not there and the map stays blank.
setWorkerUrl(workerUrl);

/** Loads and starts the map's worker ahead of the first map: while somebody signs in, or while the catalogue is on its way. */
export function prepareMap(): void {
  prewarm();
}

export interface MapPoint {
  lon: number;
  lat: number;
  /** Pixels from the map's top left corner. */
  x: number;
  y: number;
}

export interface DistrictMapEvents {
  /** The pointer rests on a point, or left the map (null). */
  onHover(point: MapPoint | null): void;
  onClick(point: MapPoint): void;
  /** The map is on its way: a map beside it goes along. */
  onMoving(camera: Camera): void;
  /** The reader moved the map; not called for moves by the product. */
  onMoved(camera: Camera): void;
  /** The drawing surface was lost, or is back (null). */
  onFailure(message: string | null): void;
}

/** west, south, east, north, degrees. */
export type BBox = readonly [number, number, number, number];

const PADDING_PX = 28;

/** The map. The only place that knows MapLibre: everything else speaks of points, cells, wards and cameras. */
export class DistrictMap {
  private readonly map: MapLibreMap;
  private readonly cells = new CellsLayer();
  private readonly ready: Promise<void>;
  private wards: AreasResult | null = null;
  private studyWards: ReadonlySet<string> | null = null;
  private namedFirst = '';
  private fills: ReadonlyMap<string, MapClass> | null = null;
  private shownBounds: BBox | null = null;

  constructor(container: HTMLElement, events: DistrictMapEvents) {
    this.map = new MapLibreMap({
      container,
      style: MAP_STYLE,
      center: [-1.5, 53],
      zoom: 5,
      minZoom: 5,
      maxZoom: 17,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      fadeDuration: 0,
      localIdeographFontFamily: 'system-ui, sans-serif',
      renderWorldCopies: false,
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.addControl(new ScaleControl({ unit: 'metric', maxWidth: 110 }), 'bottom-right');
    this.map.on('mousemove', (event) =>
      events.onHover({ ...event.lngLat, lon: event.lngLat.lng, lat: event.lngLat.lat, ...xy(event.point) }),
    );
    this.map.on('mouseout', () => events.onHover(null));
    this.map.on('click', (event) =>
      events.onClick({ lon: event.lngLat.lng, lat: event.lngLat.lat, ...xy(event.point) }),
    );
    this.map.on('move', (event) => {
      if (event.originalEvent || 'together' in event) events.onMoving(this.camera());
    });
    // Moves by the reader carry the browser event that caused them; the keyboard's too.
    this.map.on('moveend', (event) => {
      if (event.originalEvent) {
        this.shownBounds = null;
        events.onMoved(this.camera());
      }
    });
    this.map.on('resize', () => {
      if (this.shownBounds) this.fit(this.shownBounds);
    });
    this.map.on('webglcontextlost', () => events.onFailure('The drawing surface was lost.'));
    this.map.on('webglcontextrestored', () => events.onFailure(null));
    this.ready = new Promise((resolve) => {
      this.map.once('load', () => {
        this.map.addLayer(this.cells, 'ward-line');
        resolve();
      });
    });
  }

  /** The focusable drawing surface. */
  get canvas(): HTMLCanvasElement {
    return this.map.getCanvas();
  }

  /** Resolves when everything asked for so far is drawn. */
  async drawn(): Promise<void> {
    await this.ready;
    this.map.triggerRepaint();
    await new Promise((resolve) => this.map.once('idle', resolve));
  }

  /**
   * Shows the wards of a district: land, lines, outline and labels. Wards outside `studyWards` are dimmed. Where
   * labels would overlap, those of `namedFirst` win, then larger wards.
   */
  async setWards(
    wards: AreasResult,
    studyWards: ReadonlySet<string> | null,
    namedFirst: readonly string[],
  ): Promise<void> {
    const isSameLand =
      this.wards === wards && [...(this.studyWards ?? [])].join() === [...(studyWards ?? [])].join();
    const isSameOrder = this.namedFirst === namedFirst.join();
    this.wards = wards;
    this.studyWards = studyWards;
    this.namedFirst = namedFirst.join();
    await this.ready;
    if (isSameLand && isSameOrder) return;
    const first = new Map(namedFirst.map((code, order) => [code, order]));
    const order = (ward: AreaFeature) =>
      first.get(ward.id) ?? namedFirst.length + 1 / ward.properties.areaKm2;
    this.setData(
      'labels',
      wards.features.map((ward) => ({
        type: 'Feature',
        properties: { name: ward.properties.name, order: order(ward) },
        geometry: { type: 'Point', coordinates: ward.properties.labelPoint },
      })),
    );
    // A new order of names comes with every question; the land stays, and its outline takes long to find.
    if (isSameLand) return;
    const outlined = studyWards ? wards.features.filter((w) => studyWards.has(w.id)) : wards.features;
    this.setData('outline', [lines(outlineOf(outlined))]);
    this.drawWards();
  }

  /** Shows other land around the district, without labels. */
  async setContext(areas: AreasResult): Promise<void> {
    await this.ready;
    this.setData('context', areas.features as unknown as Feature[]);
  }

  /** Fills wards by code, or leaves them plain (null). */
  async setWardFills(fills: ReadonlyMap<string, MapClass> | null): Promise<void> {
    this.fills = fills;
    await this.ready;
    for (const { colour, pattern } of fills?.values() ?? []) {
      const name = `${pattern} ${colour}`;
      if (pattern !== 'solid' && pattern !== 'none' && !this.map.hasImage(name))
        this.map.addImage(name, patternImage(colour, pattern), { pixelRatio: 2 });
    }
    this.drawWards();
  }

  /** Lends the map, once it is ready, to a layer that is loaded later than it. */
  async lend(use: (map: MapLibreMap) => void): Promise<void> {
    await this.ready;
    use(this.map);
  }

  /** Draws cells, or none (null). */
  setCells(paint: CellPaint | null): void {
    this.cells.setPaint(paint);
  }

  /** Outlines a selected cell or ward: closed rings in degrees; none clears it. */
  async setSelection(rings: Position[][]): Promise<void> {
    await this.ready;
    this.setData('selection', rings.length > 0 ? [lines(rings)] : []);
  }

  /** Shows a whole area, and keeps showing it when the window changes size until the reader moves the map. */
  fit(bbox: BBox): void {
    this.shownBounds = bbox;
    this.map.fitBounds([bbox[0], bbox[1], bbox[2], bbox[3]], { padding: PADDING_PX, animate: false });
  }

  camera(): Camera {
    const { lng, lat } = this.map.getCenter();
    return { lon: lng, lat, zoom: this.map.getZoom() };
  }

  setCamera(camera: Camera): void {
    this.shownBounds = null;
    this.map.jumpTo({ center: [camera.lon, camera.lat], zoom: camera.zoom });
  }

  /**
   * Brings a point into view if it is not well inside it, and out from under a card of `cardWidthPx` that lies at the
   * top of the other half. `animate` false where the reader asked for less motion. Returns the half the point is in.
   */
  reveal(
    lon: number,
    lat: number,
    cardWidthPx: number,
    animate: boolean,
  ): { isLeft: boolean; isTop: boolean } {
    const { x, y } = this.map.project([lon, lat]);
    const { clientWidth: width, clientHeight: height } = this.map.getContainer();
    const margin = Math.min(80, width / 5, height / 5);
    const isInside = x > margin && y > margin && x < width - margin && y < height - margin;
    const isLeft = !isInside || x < width / 2;
    const isTop = !isInside || y < height / 2;
    const free = isLeft ? [0, width - cardWidthPx] : [cardWidthPx, width];
    const isCovered = y < height / 2 && (x < free[0]! + margin / 3 || x > free[1]! - margin / 3);
    if (!isInside || isCovered) {
      const offset: [number, number] = [(free[0]! + free[1]! - width) / 2, isInside ? y - height / 2 : 0];
      this.map.easeTo({ center: [lon, lat], offset, duration: animate ? 180 : 0 }, { together: true });
    }
    return { isLeft, isTop };
  }

  zoomBy(levels: number): void {
    this.map.easeTo({ zoom: this.map.getZoom() + levels, duration: 0 }, { originalEvent: new Event('zoom') });
  }

  destroy(): void {
    this.map.remove();
  }

  private drawWards(): void {
    this.setData(
      'wards',
      (this.wards?.features ?? []).map((ward): Feature => {
        const fill = this.fills?.get(ward.id);
        const dimmed = this.studyWards !== null && !this.studyWards.has(ward.id);
        return {
          type: 'Feature',
          properties: {
            ...(dimmed ? { ground: GROUND.dimmed } : {}),
            ...(fill?.pattern === 'solid' ? { fill: fill.colour } : {}),
            ...(fill && (fill.pattern === 'hatch' || fill.pattern === 'dots')
              ? { pattern: `${fill.pattern} ${fill.colour}` }
              : {}),
          },
          geometry: ward.geometry as Feature['geometry'],
        };
      }),
    );
  }

  private setData(source: string, features: Feature[]): void {
    const data: FeatureCollection = { type: 'FeatureCollection', features };
    (this.map.getSource(source) as GeoJSONSource).setData(data);
  }
}

function lines(coordinates: Position[][]): Feature {
  return { type: 'Feature', properties: {}, geometry: { type: 'MultiLineString', coordinates } };
}

function xy(point: { x: number; y: number }): { x: number; y: number } {
  return { x: point.x, y: point.y };
}
