import { compare, main, other } from '../state/store.ts';
import { freezeRequest } from '../wards/freeze-request.ts';
import { FreezeResult } from '../wards/freeze-result.tsx';
import { SaveViewButton } from './save-view-button.tsx';
import { SceneExports } from './scene-exports.tsx';

/** Below the reading: keep this view, or take its table and map away. Loaded after the map, which needs the first bytes. */
export default function KeepBar() {
  const freeze = freezeRequest(main.figures.value.key ?? '');
  return (
    <>
      <SaveViewButton />
      {compare.value === null ? (
        <SceneExports scene={main} />
      ) : (
        <>
          <SceneExports scene={main} title="Export the first map" />
          <SceneExports scene={other} title="Export the second map" />
        </>
      )}
      {freeze && (
        <div class="keep-frozen">
          <FreezeResult request={freeze} />
        </div>
      )}
    </>
  );
}
