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
let frames = new Map<number, () => void>();
let lastFrame = 0;
let stop: (() => void) | null = null;

/** The frame is made, and what waited for it runs. */
async function makeFrame(): Promise<void> {
  const due = [...frames.values()];
  frames = new Map();
  for (const run of due) run();
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
    frames = new Map();
    vi.stubGlobal('document', { baseURI: 'http://service.test/' });
    vi.stubGlobal('fetch', askByHand);
    vi.stubGlobal('requestAnimationFrame', (run: () => void) => {
      frames.set(++lastFrame, run);
      return lastFrame;
    });
    vi.stubGlobal('cancelAnimationFrame', (id: number) => frames.delete(id));
  });
  afterEach(() => {
    stop?.();
    vi.unstubAllGlobals();
  });

  /** A map with its cells, and its wards beside it. */
  async function startAnswered() {
    const started = start();
    await makeFrame();
    await questions[0]!.answer();
    await questions[1]!.answer();
    return started;
  }
  const robbery = { ...EMPTY_VIEW, categories: ['robbery'] };

  test('come together the first time, when there is no map yet that could go first', async () => {
    const { scene, asked } = start();
    await makeFrame();
    expect(asked()).toEqual(['hot-spots', 'wards']);
    await questions[0]!.answer();
    expect(scene.isLoading.value).toBe(true);
    await questions[1]!.answer();
    expect(scene.isLoading.value).toBe(false);
  });

  test('wards are asked for when the map has its new cells and its frame, and count as loading until they are there', async () => {
    const { wanted, scene, asked } = await startAnswered();
    wanted.value = robbery;
    await makeFrame();
    expect(asked().slice(2)).toEqual(['hot-spots']);
    await questions[2]!.answer();
    expect(scene.hotSpots.state.value.key).toContain('robbery');
    expect(asked().slice(2)).toEqual(['hot-spots']);
    expect(scene.isLoading.value).toBe(true);
    await makeFrame();
    expect(questions[3]).toMatchObject({ what: 'wards', categories: 'robbery' });
    expect(scene.isLoading.value).toBe(true);
    await questions[3]!.answer();
    expect(scene.isLoading.value).toBe(false);
  });

  test('wards are asked for in a page that makes no frames', async () => {
    const { wanted, asked } = await startAnswered();
    wanted.value = robbery;
    await questions[2]!.answer();
    await vi.waitFor(() => expect(asked().slice(2)).toEqual(['hot-spots', 'wards']));
  });

  test('wards are asked for at once where the map is of wards', () => {
    const { asked } = start({ mode: 'wards' });
    expect(asked()).toEqual(['wards']);
  });

  test('wards are asked for where the cells are refused', async () => {
    const { wanted, asked } = await startAnswered();
    wanted.value = robbery;
    await questions[2]!.refuse();
    await makeFrame();
    expect(asked().slice(2)).toEqual(['hot-spots', 'wards']);
  });

  test('another question gives up the wards of the one before', async () => {
    const { wanted, scene, asked } = await startAnswered();
    wanted.value = robbery;
    await questions[2]!.answer();
    await makeFrame();
    wanted.value = { ...EMPTY_VIEW, categories: ['burglary'] };
    expect(questions[3]!.isGivenUp()).toBe(true);
    expect(asked().slice(2)).toEqual(['hot-spots', 'wards', 'hot-spots']);
    expect(scene.isLoading.value).toBe(true);
    await questions[4]!.answer();
    await makeFrame();
    expect(questions[5]).toMatchObject({ what: 'wards', categories: 'burglary' });
  });

  test('going back before the wards were there shows those of before', async () => {
    const { wanted, scene } = await startAnswered();
    const before = scene.wardLayer.state.value.key;
    wanted.value = robbery;
    await questions[2]!.answer();
    await makeFrame();
    wanted.value = EMPTY_VIEW;
    await makeFrame();
    expect(scene.isLoading.value).toBe(false);
    expect(scene.wardLayer.state.value.key).toBe(before);
    expect(questions).toHaveLength(4);
  });

  test('a question that the reader stops is followed by none, until it is asked again', async () => {
    const { wanted, scene, asked } = await startAnswered();
    wanted.value = robbery;
    scene.figures.value.stop!();
    await makeFrame();
    expect(asked().slice(2)).toEqual(['hot-spots']);
    expect(scene.isLoading.value).toBe(false);
    scene.retry();
    await questions[3]!.answer();
    await makeFrame();
    expect(asked().slice(2)).toEqual(['hot-spots', 'hot-spots', 'wards']);
  });
});
