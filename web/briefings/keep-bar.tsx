import { main } from '../state/store.ts';
import { SaveViewButton } from './save-view-button.tsx';
import { SceneExports } from './scene-exports.tsx';

/** Below the reading: keep this view, or take its table and map away. Loaded after the map, which needs the first bytes. */
export default function KeepBar() {
  return (
    <>
      <SaveViewButton />
      <SceneExports scene={main} />
    </>
  );
}
