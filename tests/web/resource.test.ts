import { describe, expect, test } from 'vitest';
import { toServiceError } from '../../web/api/service-error.ts';
import { createResource } from '../../web/state/resource.ts';

/** A fetch that is answered by hand. */
function byHand() {
  const asked: { signal: AbortSignal; answer(value: string): void; fail(cause: Error): void }[] = [];
  const fetchIt = (signal: AbortSignal) =>
    new Promise<string>((answer, fail) => {
      asked.push({ signal, answer, fail });
    });
  return { asked, fetchIt };
}

describe('a result on the screen', () => {
  test('stays while the next one loads, and stays when that fails', async () => {
    const { asked, fetchIt } = byHand();
    const resource = createResource<string>(toServiceError);
    const first = resource.want('a', fetchIt);
    asked[0]!.answer('A');
    await first;
    const second = resource.want('b', fetchIt);
    expect(resource.state.value).toMatchObject({ data: 'A', key: 'a', loading: true });
    asked[1]!.fail(new TypeError('offline'));
    await second;
    expect(resource.state.value).toMatchObject({ data: 'A', loading: false });
    expect(resource.state.value.error?.hint).toContain('try again');
  });

  test('is the one wanted last, even if an earlier answer arrives later', async () => {
    const { asked, fetchIt } = byHand();
    const resource = createResource<string>(toServiceError);
    const first = resource.want('a', fetchIt);
    const second = resource.want('b', fetchIt);
    expect(asked[0]!.signal.aborted).toBe(true);
    asked[1]!.answer('B');
    await second;
    asked[0]!.answer('A');
    await first;
    expect(resource.state.value).toMatchObject({ data: 'B', key: 'b' });
  });

  test('comes back at once when it was seen before', async () => {
    const { asked, fetchIt } = byHand();
    const resource = createResource<string>(toServiceError);
    for (const [key, value] of [
      ['a', 'A'],
      ['b', 'B'],
    ] as const) {
      const wanted = resource.want(key, fetchIt);
      asked.at(-1)!.answer(value);
      await wanted;
    }
    await resource.want('a', fetchIt);
    expect(asked).toHaveLength(2);
    expect(resource.state.value).toMatchObject({ data: 'A', loading: false });
  });

  test('can be asked for again after a failure', async () => {
    const { asked, fetchIt } = byHand();
    const resource = createResource<string>(toServiceError);
    const first = resource.want('a', fetchIt);
    asked[0]!.fail(new Error('down'));
    await first;
    const again = resource.want('a', fetchIt);
    asked[1]!.answer('A');
    await again;
    expect(resource.state.value).toMatchObject({ data: 'A', error: null });
  });

  test('that is given up is asked for no longer, leaves no old figures under its name, and can be asked for again', async () => {
    const { asked, fetchIt } = byHand();
    const resource = createResource<string>(toServiceError);
    const first = resource.want('a', fetchIt);
    asked[0]!.answer('A');
    await first;
    expect(resource.state.value.stop).toBeUndefined();
    const second = resource.want('b', fetchIt);
    resource.state.value.stop!();
    expect(asked[1]!.signal.aborted).toBe(true);
    expect(resource.state.value).toMatchObject({ data: null, key: null, loading: false });
    expect(resource.state.value.error?.code).toBe('stopped');
    // What the service says after that is not shown.
    asked[1]!.fail(new Error('aborted'));
    await second;
    expect(resource.state.value.error?.code).toBe('stopped');
    resource.state.value.again!();
    asked[2]!.answer('B');
    await expect.poll(() => resource.state.value).toMatchObject({ data: 'B', key: 'b', error: null });
  });
});
