import { normalSurvival } from '../../server/stats/distributions/normal.ts';
import type { RandomSource } from '../../server/stats/random.ts';
import type { SampleDistrict } from './build-district.ts';
import { csvText } from './csv-text.ts';
import { drawNormal } from './random-draws.ts';
import { type SampleFile, writeSampleFile } from './sample-file.ts';

/** LSOAs of England in the Indices of Deprivation 2025. */
const ENGLISH_LSOAS = 33_755;

/** Domains in the published order: how strongly each follows overall deprivation, and its score for a rank share. */
const DOMAINS: readonly {
  name: string;
  loading: number;
  score: (deprived: number) => number;
}[] = [
  { name: 'IMD', loading: 1, score: exponentialScore },
  { name: 'Income', loading: 0.93, score: (p) => 0.03 + 0.55 * p ** 2 },
  { name: 'Employment', loading: 0.92, score: (p) => 0.02 + 0.36 * p ** 2 },
  { name: 'Education', loading: 0.85, score: exponentialScore },
  { name: 'Health', loading: 0.88, score: (p) => 4.4 * p - 2.2 },
  { name: 'Crime', loading: 0.7, score: (p) => 4.2 * p - 2.1 },
  { name: 'Housing_and_Services', loading: 0.1, score: (p) => 8 + 42 * p ** 1.5 },
  { name: 'Environment', loading: 0.45, score: exponentialScore },
];

const HEADER = [
  'lsoa21_code',
  ...DOMAINS.map((domain) => `${domain.name}_decile`),
  ...DOMAINS.map((domain) => `${domain.name}_rank`),
  ...DOMAINS.map((domain) => `${domain.name}_score`),
];

/** Writes deciles, national ranks (1 is most deprived) and scores of the index and its seven domains. */
export function writeDeprivation(
  directory: string,
  district: SampleDistrict,
  random: RandomSource,
): Promise<SampleFile> {
  const taken = DOMAINS.map(() => new Set<number>());
  const rows = district.lsoas.map((lsoa) => {
    const ranks = DOMAINS.map(({ loading }, domain) => {
      const latent = loading * lsoa.deprivation + Math.sqrt(1 - loading * loading) * drawNormal(random);
      let rank = 1 + Math.floor(normalSurvival(latent) * (ENGLISH_LSOAS - 1));
      // Two LSOAs never share a rank.
      while (taken[domain].has(rank)) rank = (rank % ENGLISH_LSOAS) + 1;
      taken[domain].add(rank);
      return rank;
    });
    const deciles = ranks.map((rank) => Math.ceil((10 * rank) / ENGLISH_LSOAS));
    const scores = ranks.map((rank, domain) => {
      const deprived = 1 - (rank - 1) / (ENGLISH_LSOAS - 1);
      return Number(DOMAINS[domain].score(deprived).toFixed(3));
    });
    return [lsoa.code, ...deciles, ...ranks, ...scores];
  });
  const path = 'imd/imd2025_lsoa21_ravensand.csv';
  return writeSampleFile(directory, 'deprivation', path, csvText(HEADER, rows), rows.length);
}

/** The exponential transformation of the indices: 0 to 100, above 50 for the most deprived tenth. */
function exponentialScore(deprived: number): number {
  return -23 * Math.log(1 - deprived * (1 - Math.exp(-100 / 23)));
}
