import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AttackedService, openAttackedService } from '../attacked-service.ts';

const DATASETS = 1_000;
const PER_TEST = 125;

describe('attacks on the small counts of a health dataset, through the API, at length', () => {
  let service: AttackedService;
  beforeAll(async () => {
    service = await openAttackedService();
  });
  afterAll(() => service?.close());

  for (let first = 1; first <= DATASETS; first += PER_TEST) {
    const last = first + PER_TEST - 1;
    it(`derive no hidden count of datasets ${first} to ${last}`, async () => {
      for (let seed = first; seed <= last; seed++) {
        expect((await service.attack(seed)).pinned, `dataset ${seed}`).toEqual([]);
      }
    });
  }
});
