import { mapTool } from '../state/drawing.ts';
import { placesMessage } from '../state/places-on-top.ts';
import { formatCount } from '../words/format.ts';
import { inReadingOrder, nextIn } from './reading-order.ts';
import { pointedOut, sayPlace, shownPlaces } from './services-store.ts';

/** S and Shift+S on a map go from service to service in reading order, each said aloud; Escape leaves them. Returns what stops it. */
export function followKeys(canvas: HTMLCanvasElement): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || mapTool.peek()) return;
    if (event.key === 'Escape' && pointedOut.peek()) {
      pointedOut.value = null;
      placesMessage.value = 'Services left.';
    } else if ((event.key === 's' || event.key === 'S') && shownPlaces.peek().length > 0)
      stepPlace(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  canvas.addEventListener('keydown', onKey);
  return () => canvas.removeEventListener('keydown', onKey);
}

function stepPlace(by: 1 | -1): void {
  const order = inReadingOrder(shownPlaces.peek());
  const next = nextIn(order, pointedOut.peek(), by);
  if (!next) return;
  pointedOut.value = next;
  placesMessage.value = `${sayPlace(next)}. ${formatCount(order.indexOf(next) + 1)} of ${formatCount(order.length)} on the map.`;
}
