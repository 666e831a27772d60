import type { CoincidenceResult } from '../../server/contract/coincidence.ts';
import type { DisclosureUsed } from '../../server/contract/disclosure.ts';
import type { EmergingResult } from '../../server/contract/emerging.ts';
import type { HotSpotResult } from '../../server/contract/hot-spots.ts';
import type { PeriodChangeResult } from '../../server/contract/period-change.ts';
import type { Chosen, NotComputableState, PeriodUsed, Source } from '../../server/contract/shared.ts';
import type { WardLayerResult } from '../../server/contract/ward-layer.ts';
import { HOW_TO_SAY, METHOD_TITLES } from '../words/methods.ts';
import type { AnyFigures, Scene } from './scene.ts';
import type { Mode } from './view.ts';

/** What every result says about itself, whatever it holds: for the sentence, the notes, the method and the announcements. */
export interface FigureFacts {
  sentence: string;
  method: {
    title: string;
    definition: string;
    version: string | null;
    /** Names of pages under /methods. */
    pages: readonly string[];
    /** Sentences to repeat before a board, and one never to say. */
    howToSay: readonly string[];
  };
  chosen: readonly Chosen[];
  periods: readonly { name: string; used: PeriodUsed }[];
  sources: readonly Source[];
  notComputable: NotComputableState | null;
  disclosures: readonly DisclosureUsed[];
  synthetic: boolean;
}

export function figureFacts(scene: Scene): FigureFacts | null {
  const data = scene.figures.value.data;
  return data && factsOf(scene.mode.value, data);
}

function factsOf(mode: Mode, data: AnyFigures): FigureFacts {
  const common = { chosen: data.chosen, sources: data.sources, synthetic: data.synthetic };
  const period = { name: '', used: data.period };
  switch (mode) {
    case 'hot-spots': {
      const { summary, method, notComputable, disclosure, parameters, harm } = data as HotSpotResult;
      return {
        ...common,
        sentence: summary.sentence,
        method: {
          title: method.title,
          definition: harm
            ? `${method.definition} Weights: ${harm.title}, in ${harm.unit}. ${harm.method}`
            : method.definition,
          version: method.definitionVersion,
          pages: method.methodPages,
          howToSay: HOW_TO_SAY[parameters.statistic],
        },
        periods: [period],
        notComputable,
        disclosures: disclosure ? [disclosure] : [],
      };
    }
    case 'wards': {
      const { sentence, disclosure } = data as WardLayerResult;
      return {
        ...common,
        sentence,
        method: {
          title: METHOD_TITLES.wards,
          definition:
            'A rate is the events recorded in a ward for every 1,000 of its residents, scaled to a year. A ward counts as higher or lower than the district only where its whole 95 % interval is; much higher or lower where the 99.8 % interval is.',
          version: null,
          pages: ['rate-interval', 'share-interval'],
          howToSay: HOW_TO_SAY.wards,
        },
        periods: [period],
        notComputable: null,
        disclosures: disclosure ? [disclosure] : [],
      };
    }
    case 'coincidence': {
      const result = data as CoincidenceResult;
      return {
        ...common,
        sentence: result.summary.sentence,
        method: methodOf(result, 'coincidence'),
        periods: [period],
        notComputable: result.notComputable,
        disclosures: [result.first.disclosure, result.second.disclosure].filter((d) => d !== undefined),
      };
    }
    case 'change': {
      const result = data as PeriodChangeResult;
      return {
        ...common,
        sentence: result.summary.sentence,
        method: methodOf(result, 'change'),
        periods: [
          { name: 'After', used: result.period },
          { name: 'Before', used: result.periodBefore },
        ],
        notComputable: null,
        disclosures: [],
      };
    }
    case 'emerging': {
      const result = data as EmergingResult;
      return {
        ...common,
        sentence: result.summary.sentence,
        method: methodOf(result, 'emerging'),
        periods: [period],
        notComputable: result.notComputable,
        disclosures: [],
      };
    }
  }
}

function methodOf(
  result: { definition: string; definitionVersion: string; methodPages: string[] },
  mode: 'coincidence' | 'change' | 'emerging',
): FigureFacts['method'] {
  return {
    title: METHOD_TITLES[mode],
    definition: result.definition,
    version: result.definitionVersion,
    pages: result.methodPages,
    howToSay: HOW_TO_SAY[mode],
  };
}
