import { signal } from '@preact/signals';
import type { SavedItem } from '../../server/contract/workspace.ts';

/** What the map does with a click or a key while something is drawn on it. */
export interface MapTool {
  /** Degrees. */
  click(lon: number, lat: number): void;
  /** Whether the key meant something to the tool. */
  key(event: KeyboardEvent): boolean;
}

/** What is being drawn: something new, or a new version of what is kept. */
export interface DeskRequest {
  kind: 'study-area' | 'operation';
  /** What it begins with; null: nothing. */
  from: SavedItem | null;
}

/** null: nothing is being drawn. The left panel then holds the choices again. */
export const deskRequest = signal<DeskRequest | null>(null);

/** Takes the map's clicks and keys while it is there. */
export const mapTool = signal<MapTool | null>(null);
