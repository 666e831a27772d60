import { ServiceError } from '../api/service-error.ts';
import { NoData } from '../panels/no-data.tsx';
import { ProblemCard } from '../panels/problem-card.tsx';

const NOTHING = {
  product: { name: 'Wardlight', version: '' },
  dataVersion: 0,
  synthetic: true,
  marking: 'OFFICIAL' as const,
  layers: [],
  studyAreas: [],
  areaSets: [],
  cellSizesM: [],
  bandwidthsM: [],
};

/** What stands in place of figures: nothing loaded, on the way, refused, no answer, not computable. */
export const STATES = {
  'Empty: nothing loaded': <NoData catalogue={NOTHING} />,
  Loading: <p class="start-message">Loading the district</p>,
  'Refused: what is wrong, what was seen, what to do': (
    <ProblemCard
      error={
        new ServiceError(
          'too-many-cells',
          'This would be 2 million cells.',
          '100 m over 20,000 km²',
          'Choose larger cells.',
        )
      }
    />
  ),
  'No answer': (
    <ProblemCard
      error={
        new ServiceError(
          'unreachable',
          'The service does not answer.',
          null,
          'Check that Wardlight is running, then try again.',
        )
      }
    />
  ),
  'Not computable': (
    <div class="note" role="note">
      <p>Hot spots cannot be computed here. At least 30 cells are needed; there are 12.</p>
    </div>
  ),
} as const;
