import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What the importer is told a written file is. */
export type SampleFileKind =
  | 'boundaries'
  | 'lookup'
  | 'population'
  | 'police'
  | 'deprivation'
  | 'postcodes'
  | 'ambulance'
  | 'ed-assault'
  | 'placements'
  | 'missing'
  | 'area-measures'
  | 'premises'
  | 'housing'
  | 'services'
  | 'points';

/** One written file. */
export interface SampleFile {
  readonly kind: SampleFileKind;
  readonly path: string;
  /** Data rows, or features of a GeoJSON file. */
  readonly rows: number;
}

/** Writes one file below `directory`, making folders as needed. */
export async function writeSampleFile(
  directory: string,
  kind: SampleFileKind,
  relativePath: string,
  text: string,
  rows: number,
): Promise<SampleFile> {
  const path = join(directory, relativePath);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  return { kind, path, rows };
}
