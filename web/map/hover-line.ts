import type { Scene, ShownWards } from '../state/scene.ts';
import { placeOfCell, places } from '../state/store.ts';
import { sayCell, sayDirection } from '../words/cell-line.ts';
import { countedIn, formatCounted } from '../words/counted.ts';
import { formatCount, formatMeasure } from '../words/format.ts';
import { cellIndexAt } from './lattice.ts';
import { toGrid } from './national-grid.ts';

/** One line about what is under a point of a map; null where nothing is. */
export function hoverLine(scene: Scene, wards: ShownWards | null, lon: number, lat: number): string | null {
  if (wards) {
    const ward = places.value?.areaAt(lon, lat);
    return ward ? wardLine(scene, ward.id, ward.properties.name) : null;
  }
  const shown = scene.cells.value;
  const index = shown ? cellIndexAt(shown.lattice, ...toGrid(lon, lat)) : -1;
  if (!shown || index < 0) return null;
  if (index >= shown.length) return shown.hiddenReason;
  const { place, gridReference } = placeOfCell.value(shown, index);
  return `${place}, ${gridReference} · ${sayCell(shown, index)}`;
}

function wardLine(scene: Scene, code: string, name: string): string | null {
  if (scene.mode.value === 'change') {
    const ward = scene.periodChange.state.value.data?.wards.find((w) => w.code === code);
    return (
      (ward &&
        `${name} · ${formatCount(ward.before)} before, ${formatCount(ward.after)} after · ${sayDirection(ward.direction)}`) ??
      null
    );
  }
  const result = scene.wardLayer.state.value.data;
  const hidden = result?.hiddenWards?.find((w) => w.code === code);
  if (hidden) return `${hidden.name} · ${hidden.reason}`;
  const ward = result?.wards.find((w) => w.code === code);
  if (!ward) return null;
  const counted = countedIn(result);
  const rate =
    ward.ratePer1000Year === null
      ? 'population not supplied'
      : `${formatMeasure(ward.ratePer1000Year)} per 1,000 residents${counted.aYear}`;
  return `${ward.name} · ${formatCounted(ward.events, counted)} · ${rate}`;
}
