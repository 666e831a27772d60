import '../styles/areas.css';
import { useEffect, useRef } from 'preact/hooks';
import { deskRequest } from '../state/drawing.ts';
import { formatDistance } from '../words/format.ts';
import { followDraft } from './area-check.ts';
import { AreaFacts } from './area-facts.tsx';
import { CircleSteps } from './circle-steps.tsx';
import { CornerSteps } from './corner-steps.tsx';
import { closeDesk, draft, said, snapsToLattice, stepM, undo } from './desk-state.ts';
import type { DrawingTool } from './draft-shape.ts';
import { KeepAreaForm } from './keep-area-form.tsx';
import { WardSteps } from './ward-steps.tsx';

const TOOLS: { tool: DrawingTool; label: string; how: string }[] = [
  {
    tool: 'polygon',
    label: 'Outline',
    how: 'Click or tap the map at each corner; the outline closes itself.',
  },
  { tool: 'circle', label: 'Circle', how: 'Click or tap the centre, then say how far round it.' },
  { tool: 'wards', label: 'Wards', how: 'Tick wards here, or click them on the map.' },
];

/** Where an area is drawn: by clicking, with the keyboard, or by typing; checked as it grows, then kept under a name. */
export default function DrawingDesk() {
  const request = deskRequest.value;
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  useEffect(followDraft, []);
  if (!request) return null;
  const what = request.kind === 'operation' ? 'operation' : 'study area';
  const { tool } = draft.value;
  return (
    <>
      <header class="desk-head">
        <h2 id="desk-title" ref={title} tabIndex={-1}>
          {request.from?.own
            ? `Change ${request.from.name}`
            : `Draw ${request.kind === 'operation' ? 'an' : 'a'} ${what}`}
        </h2>
        <button type="button" onClick={closeDesk}>
          Cancel
        </button>
      </header>
      <form
        class="desk-part"
        aria-label={`Shape of the ${what}`}
        onSubmit={(event) => event.preventDefault()}
      >
        <div class="switch" role="radiogroup" aria-label="Drawn as">
          {TOOLS.map((each) => (
            <label key={each.tool}>
              <input
                type="radio"
                name="drawing-tool"
                checked={each.tool === tool}
                onChange={() => {
                  draft.value = { ...draft.peek(), tool: each.tool };
                }}
              />
              <span>{each.label}</span>
            </label>
          ))}
        </div>
        <p>{TOOLS.find((each) => each.tool === tool)?.how}</p>
        <p class="desk-row">
          <button type="button" onClick={() => document.querySelector<HTMLElement>('.map canvas')?.focus()}>
            Place with the keyboard
          </button>
          <button type="button" onClick={undo} disabled={isEmpty()}>
            {tool === 'polygon'
              ? 'Undo last corner'
              : tool === 'circle'
                ? 'Remove the centre'
                : 'Undo last ward'}
          </button>
        </p>
        {tool === 'polygon' && <CornerSteps />}
        {tool === 'circle' && <CircleSteps />}
        {tool === 'wards' && <WardSteps />}
        {tool !== 'wards' && (
          <label class="tick">
            <input
              type="checkbox"
              checked={snapsToLattice.value}
              onChange={(event) => {
                snapsToLattice.value = event.currentTarget.checked;
              }}
            />
            <span>
              Snap to the map’s cells
              <span class="quiet">
                {snapsToLattice.value
                  ? `Points move to the nearest crossing of the ${formatDistance(stepM.value)} lattice, so that few cells are cut. Of a cell that is cut, only events inside the outline count.`
                  : `Points move to the nearest ${formatDistance(stepM.value)}. Of a cell that the outline cuts, only events inside it count.`}
              </span>
            </span>
          </label>
        )}
      </form>
      <AreaFacts />
      <KeepAreaForm request={request} />
      <p class="visually-hidden" role="status" aria-live="polite">
        {said.value}
      </p>
    </>
  );
}

function isEmpty(): boolean {
  const { tool, corners, centre, wards } = draft.value;
  if (tool === 'polygon') return corners.length === 0;
  return tool === 'circle' ? centre === null : wards.length === 0;
}
