import { useSignal } from '@preact/signals';
import { render } from 'preact';
import type { PictureRecord } from '../../server/contract/picture-exports.ts';
import type { ServicesResult } from '../../server/contract/services.ts';
import { recordPicture } from '../api/record-picture.ts';
import { toServiceError } from '../api/service-error.ts';
import { ringsOfArea } from '../areas/draft-shape.ts';
import { sayScope } from '../panels/finding.tsx';
import { placesOnMap } from '../places/place-on-map.ts';
import { figureFacts } from '../state/figure-facts.ts';
import { hasPlaces, ratesShown } from '../state/places-on-top.ts';
import { suppliedReach } from '../state/resolve-view.ts';
import { type Scene, shownWardsOf } from '../state/scene.ts';
import { catalogue, contextAreas, main, view, wardAreas } from '../state/store.ts';
import { type StudiedArea, wardsStudied } from '../state/studied-area.ts';
import type { Camera } from '../state/view.ts';
import { formatMonth } from '../words/format.ts';
import { looksOf, sayAttributions, sayAudit } from './audit-line.ts';
import { BACKDROP_PIXELS, type Backdrop, backdropOf } from './backdrop.ts';
import { ChartExports } from './chart-exports.tsx';
import { type DrawnRates, drawnRatesOf, saidOf } from './drawn-rates.ts';
import { exportedOfScene, exportedWards } from './export-address.ts';
import { ExportLinks } from './export-links.tsx';
import { type Extent, extentOf } from './map-extent.ts';
import { MapSheet } from './map-sheet.tsx';
import { download, pictureName, svgPng, svgText } from './pictures.ts';

/**
 * What one of the page's maps can leave as: its table in two formats, the map itself as a drawing or at print resolution, and
 * the charts beside it.
 *
 * @param title names the part where there are two
 */
export function SceneExports({ scene, title = 'Export' }: { scene: Scene; title?: string }) {
  const said = useSignal('');
  const exported = exportedOfScene(scene);
  if (!exported) return null;
  const wards = exportedWards(scene);
  const layer = scene.layer.value;
  const picture = async (format: 'svg' | 'png') => {
    if (mapSvg(scene, null, NOTHING) === null) {
      said.value = 'The map is not drawn yet. Try again in a moment.';
      return;
    }
    try {
      said.value = format === 'png' ? 'Drawing at print resolution' : '';
      const onTop = {
        ...(hasPlaces.value ? await placesOf(scene) : NOTHING),
        backdrop: await groundOf(scene),
      };
      const words = titleOf(scene, onTop);
      const looks = looksOf(scene, onTop.services, onTop.rates?.result ?? null);
      const record = await recordPicture({ format, what: words.slice(0, 300), looks });
      const svg = mapSvg(scene, record, onTop) ?? '';
      const content = format === 'svg' ? new Blob([svg], { type: 'image/svg+xml' }) : await svgPng(svg);
      const synthetic = catalogue.state.value.data?.synthetic ?? false;
      const name = onTop.rates ? words : `${scene.mode.value} ${words}`;
      download(pictureName(record.marking, synthetic, name, format), content);
      said.value = `The picture is in your downloads. ${sayAudit([record.auditId])}`;
    } catch (cause) {
      const { message, hint } = toServiceError(cause);
      said.value = `No picture could be made. ${message} ${hint}`;
    }
  };
  return (
    <section class="exports" aria-label={title}>
      {title !== 'Export' && <h3>{title}</h3>}
      <ExportLinks {...exported} what="Table" />
      {wards && <ExportLinks {...wards} what="Wards" />}
      {layer && layer.months.length > 1 && (
        <ExportLinks
          figure="months"
          query={new URLSearchParams({ layer: layer.layer }).toString()}
          what="Months"
          formats={['csv']}
        />
      )}
      <p class="export-links">
        <button type="button" onClick={() => picture('png')}>
          Map as PNG
        </button>
        <button type="button" onClick={() => picture('svg')}>
          Map as SVG
        </button>
      </p>
      <p class="quiet" role="status">
        {said.value}
      </p>
      <ChartExports scene={scene} />
    </section>
  );
}

/** What lies on a map and under it besides its own figures. */
interface Around {
  services: ServicesResult | null;
  /** Drawn in place of the figures. */
  rates: DrawnRates | null;
  /** What lies under the map in place of the product's own ground. */
  backdrop: Backdrop | null;
}

const NOTHING: Around = { services: null, rates: null, backdrop: null };

/** The services on the page's map, and the rates by LSOA where they cover its figures. */
async function placesOf(scene: Scene): Promise<Omit<Around, 'backdrop'>> {
  const { services, lsoaBoundaries } = await import('../places/services-store.ts');
  const { lsoaRates } = await import('../places/lsoa-rates.ts');
  // The rates lie on the first of two maps alone.
  const isCovered = ratesShown.value && scene === main;
  return {
    services: services.state.value.data,
    rates: isCovered
      ? drawnRatesOf(lsoaRates.state.value.data, lsoaBoundaries.state.value.data, scene.resolved.value)
      : null,
  };
}

/** The installation's map under what the scene shows; null where it has none. */
async function groundOf(scene: Scene): Promise<Backdrop | null> {
  const wards = wardAreas.state.value.data;
  const area = scene.studyArea.value;
  const resolved = scene.resolved.value;
  if (!wards || !area || !resolved) return null;
  return backdropOf(extentOfScene(area, resolved.camera), wards, BACKDROP_PIXELS.picture);
}

function extentOfScene({ bbox }: StudiedArea, camera: Camera | null): Extent {
  return extentOf(bbox as unknown as [number, number, number, number], camera, 1.28);
}

/** What the map shows, of what, when and where. */
function titleOf(scene: Scene, { rates }: Around): string {
  return [rates && 'Rates by LSOA', sayScope(scene), scene.studyArea.value?.name]
    .filter((part) => part)
    .join(' · ');
}

/**
 * The map of the page as a drawing with legend, scale, north, marking, data date and sources; null before it is there.
 *
 * @param record of this picture: its marking, and the id that leads to it; null for a trial
 * @param onTop services, and rates by LSOA in place of the figures
 */
export function mapSvg(scene: Scene, record: PictureRecord | null, onTop: Around): string | null {
  const { services, rates, backdrop } = onTop;
  const wards = wardAreas.state.peek().data;
  const area = scene.studyArea.value;
  const said = saidOf(figureFacts(scene), rates);
  const known = catalogue.state.peek().data;
  const resolved = scene.resolved.value;
  if (!wards || !area || !said || !known || !resolved) return null;
  const context = contextAreas.state.peek().data;
  const own = scene.district.value?.code;
  const reach = scene.layer.value && suppliedReach(scene.layer.value);
  const marking = [
    record?.marking ?? known.marking,
    ...(said.synthetic ? ['SYNTHETIC'] : []),
    ...(reach ? [`Data to ${formatMonth(reach.to)}`] : []),
  ];
  const title = titleOf(scene, onTop);
  const root = document.createElement('div');
  render(
    <MapSheet
      map={{
        wards,
        context: context && { ...context, features: context.features.filter((f) => f.id !== own) },
        studyWards: wardsStudied(area),
        drawn: ringsOfArea(area),
        cells: scene.cells.value,
        fills: rates?.fills ?? shownWardsOf(scene),
        filled: rates?.areas ?? null,
        places: placesOnMap(services, view.value.places),
        extent: extentOfScene(area, resolved.camera),
        backdrop: backdrop?.picture ?? null,
        namedFirst: scene.wardLayer.state.value.data?.wards.map((ward) => ward.code) ?? [],
        label: title,
      }}
      marking={marking.join(' · ')}
      title={title}
      sentence={said.sentence}
      note={said.note}
      sources={[
        ...sayAttributions([...said.sources, ...(services?.sources ?? [])]),
        ...(backdrop ? [backdrop.says] : []),
        sayAudit(record ? [record.auditId] : []),
      ].join(' ')}
    />,
    root,
  );
  const drawn = root.querySelector('svg');
  const svg = drawn && svgText(drawn);
  render(null, root);
  return svg;
}
