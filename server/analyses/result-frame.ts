import type { Marking, Source } from '../contract/shared.ts';
import type { Holdings } from './holdings.ts';
import { markingOf } from './marking.ts';
import { type Selection, type StudyArea, sourcesOf } from './selection.ts';

/** What every result says of itself: where it applies, where it comes from, how it is marked. */
export interface ResultFrame {
  readonly studyArea: { code: string; name: string; level: string; boundaryYear: number; family: string };
  readonly sources: Source[];
  readonly synthetic: boolean;
  readonly marking: Marking;
  readonly dataVersion: number;
}

/** The frame of a result about one selection. */
export function resultFrame({ layer, studyArea }: Selection, { dataVersion }: Holdings): ResultFrame {
  return {
    studyArea: describeStudyArea(studyArea),
    sources: sourcesOf(layer),
    synthetic: layer.datasets.some(({ synthetic }) => synthetic),
    marking: markingOf(layer.datasets),
    dataVersion,
  };
}

function describeStudyArea({ code, name, level, district }: StudyArea): ResultFrame['studyArea'] {
  return { code, name, level, boundaryYear: district.boundaryYear, family: district.family };
}
