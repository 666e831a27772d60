import { signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createScene } from '../../web/state/scene.ts';
import { EMPTY_VIEW, type View } from '../../web/state/view.ts';
import { exampleCatalogue } from './catalogue-example.ts';

interface Question {
  /** hot-spots, wards, ... */
  what: string;
  categories: string | null;
  isGivenUp(): boolean;
  answer(): Promise<void>;
  refuse(): Promise<void>;
}

let questions: Question[] = [];
/** What the browser runs when it makes its next frame. */
let frames: (() => void)[] = [];
let stop: (() => void) | null = null;

/** The frame is made, and what waited for it runs. */
async function makeFrame(): Promise<void> {
  for (const run of frames.splice(0)) run();
  await new Promise((resolve) => setTimeout(resolve, 5));
}

/** A service that is answered by hand. */
function askByHand(address: URL, { signal: abort }: { signal: AbortSignal }): Promise<Response> {
  return new Promise((resolve, reject) => {
    abort.addEventListener('abort', () => reject(abort.reason));
    const settle = async (response: Response) => {
      resolve(response);
      await new Promise((settled) => setTimeout(settled, 0));
    };
    questions.push({
      what: address.pathname.replace('/api/', ''),
      categories: address.searchParams.get('categories'),
      isGivenUp: () => abort.aborted,
      answer: () => settle(Response.json({ about: address.search })),
      refuse: () =>
        settle(
          Response.json(
            { title: 'Refused', status: 422, code: 'selection-not-released', detail: 'Not released.' },
            { status: 422 },
          ),
        ),
    });
  });
}

function start(view: Partial<View> = {}) {
  const wanted = signal<View | null>({ ...EMPTY_VIEW, ...view });
  const scene = createScene(wanted, signal(exampleCatalogue()));
  stop = scene.start();
  return { wanted, scene, asked: () => questions.map(({ what }) => what) };
}

describe('the map and the figures beside it', () => {
  beforeEach(() => {
    questions = [];
    frames = [];
    vi.stubGlobal('document', { baseURI: 'http://service.test/' });
    vi.stubGlobal('fetch', askByHand);
    vi.stubGlobal('requestAnimationFrame', (run: () => void) => frames.push(run));
    vi.stubGlobal('cancelAnimationFrame', (id: number) => {
      frames[id - 1] = () => undefined;
    });
  });
  afterEach(() => {
    stop?.();
    vi.unstubAllGlobals();
  });

  test('wards are asked for when the map has its cells and its frame, and count as loading until they are there', async () => {
    const { scene, asked } = start();
    expect(asked()).toEqual(['hot-spots']);
    await questions[0]!.answer();
    expect(scene.hotSpots.state.value.data).not.toBeNull();
    expect(asked()).toEqual(['hot-spots']);
    expect(scene.isLoading.value).toBe(true);
    await makeFrame();
    expect(asked()).toEqual(['hot-spots', 'wards']);
    expect(scene.isLoading.value).toBe(true);
    await questions[1]!.answer();
    expect(scene.isLoading.value).toBe(false);
  });

  test('wards are asked for in a page that makes no frames', async () => {
    const { asked } = start();
    await questions[0]!.answer();
    await vi.waitFor(() => expect(asked()).toEqual(['hot-spots', 'wards']));
  });

  test('wards are asked for at once where the map is of wards', () => {
    const { asked } = start({ mode: 'wards' });
    expect(asked()).toEqual(['wards']);
  });

  test('wards are asked for where the cells are refused', async () => {
    const { asked } = start();
    await questions[0]!.refuse();
    await makeFrame();
    expect(asked()).toEqual(['hot-spots', 'wards']);
  });

  test('another question gives up the wards of the one before, and the map goes first again', async () => {
    const { wanted, scene, asked } = start();
    await questions[0]!.answer();
    await makeFrame();
    wanted.value = { ...EMPTY_VIEW, categories: ['robbery'] };
    expect(questions[1]!.isGivenUp()).toBe(true);
    expect(asked()).toEqual(['hot-spots', 'wards', 'hot-spots']);
    expect(scene.isLoading.value).toBe(true);
    await questions[2]!.answer();
    await makeFrame();
    expect(questions[3]).toMatchObject({ what: 'wards', categories: 'robbery' });
  });

  test('going back before the wards were there asks for them again', async () => {
    const { wanted, scene } = start();
    await questions[0]!.answer();
    await makeFrame();
    wanted.value = { ...EMPTY_VIEW, categories: ['robbery'] };
    wanted.value = EMPTY_VIEW;
    expect(scene.isLoading.value).toBe(true);
    await makeFrame();
    expect(questions.at(-1)).toMatchObject({ what: 'wards', categories: null });
    await questions.at(-1)!.answer();
    expect(scene.isLoading.value).toBe(false);
  });

  test('a question that the reader stops is followed by none, until it is asked again', async () => {
    const { scene, asked } = start();
    scene.figures.value.stop!();
    await makeFrame();
    expect(asked()).toEqual(['hot-spots']);
    expect(scene.isLoading.value).toBe(false);
    scene.retry();
    await questions[1]!.answer();
    await makeFrame();
    expect(asked()).toEqual(['hot-spots', 'hot-spots', 'wards']);
  });
});
