import type { Access } from './access/access.ts';
import type { AnalysisService } from './analyses/service.ts';

/** Kinds of accounts that are prepared for; beyond these the first of a kind waits. */
const MOST_KINDS = 6;

/**
 * Work out after the start what the first visitor of each kind would wait for: what there is to ask about, with what may be
 * released of restricted layers, and the hot spots of the first open layer, which bring its events into memory. Whoever comes
 * meanwhile waits for the same work, not beside it. Nothing leaves, so nothing is recorded.
 *
 * On the synthetic district, two quiet cores, a browser's first visit takes 2.8 s to the drawn map right after the start and 1.6 s after this.
 *
 * @param signal stops it
 */
export async function warmUp(service: AnalysisService, access: Access, signal: AbortSignal): Promise<void> {
  // Whatever fails here, the first visitor is told what is wrong.
  const askers = await access.kindsOfAskers(MOST_KINDS).catch(() => []);
  for (const asker of askers) {
    if (signal.aborted) return;
    try {
      const questions = service.for(asker);
      const { layers } = await (await questions.catalogue()).make(signal);
      const open = layers.find((l) => l.sensitivityClass === 'open' && !l.isRegister && !l.isAggregate);
      if (open) await (await questions.hotSpots({ layer: open.layer })).make(signal);
    } catch {
      // As above; the next kind may fare better.
    }
  }
}
