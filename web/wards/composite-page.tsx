import { useEffect } from 'preact/hooks';
import type { Catalogue } from '../../server/contract/catalogue.ts';
import type {
  CompositePreview,
  CompositeRecipe,
  CompositeResult,
  Ingredient,
  Ingredients,
} from '../../server/contract/composites.ts';
import { apiPath } from '../api/client.ts';
import { titlePage } from '../state/place.ts';
import { formatPeriod, keepUnits } from '../words/format.ts';
import { param } from './address.ts';
import { AnswerState } from './answer-state.tsx';
import { CompositeCharts } from './composite-charts.tsx';
import { CompositeFiles } from './composite-files.tsx';
import { CompositeKeep } from './composite-keep.tsx';
import { QuestionBar } from './question-bar.tsx';
import { parseParts } from './recipe-address.ts';
import { RecipeEditor } from './recipe-editor.tsx';
import { ReportBody } from './report-body.tsx';
import { Cautions, MethodAndSources, Section } from './report-parts.tsx';
import { useAnswer, usePosted } from './use-answer.ts';

/** Build a composite: measures, directions, weights and scale; see its parts, and how its ranks move with the choices. */
export function CompositePage({ catalogue }: { catalogue: Catalogue }) {
  const level = param('level') === 'lsoa' ? 'lsoa' : 'ward';
  const area = param('area') || undefined;
  const offered = useAnswer<Ingredients>(apiPath('composites/ingredients', { area, level }));
  const recipe = offered.data && readRecipe(offered.data, level);
  const preview: CompositePreview | null = recipe && {
    recipe,
    ...(area ? { area } : {}),
    ...(param('from') ? { from: param('from') } : {}),
    ...(param('to') ? { to: param('to') } : {}),
  };
  const result = usePosted<CompositeResult>(apiPath('composites/preview'), preview);
  const { data, error } = result;
  useEffect(() => titlePage('Composite', data?.studyArea.name), [data?.studyArea.name]);
  return (
    <>
      <h1>Composite of measures</h1>
      <p class="report-intro">
        One order from several measures. The weights are a judgement, so every result shows how far the ranks
        move when they change.
      </p>
      <AnswerState of={offered} what="The list of measures" />
      {offered.data && recipe && (
        <>
          <QuestionBar
            catalogue={catalogue}
            areas="districts"
            used={
              data && {
                layer: 'crime',
                from: data.period.from,
                to: data.period.to,
                area: data.studyArea.code,
              }
            }
            months
          />
          <RecipeEditor offered={offered.data} recipe={recipe} refused={error} />
        </>
      )}
      {recipe && !error && <AnswerState of={result} what="The composite" />}
      {data && !error && preview && recipe && (
        <ReportBody answer={data} area={data.studyArea.name} loading={result.loading}>
          <p class="report-scope">
            {data.studyArea.name}, {formatPeriod(data.period.from, data.period.to)}, {data.areas.length}{' '}
            {recipe.level === 'ward' ? 'wards' : 'LSOAs'}
          </p>
          <p class="report-lead">{keepUnits(data.sentence)}</p>
          <Cautions cautions={data.cautions} />
          {data.notComputable && <p>Not computable: {keepUnits(data.notComputable.detail)}</p>}
          {data.areas.length > 0 && <CompositeCharts result={data} />}
          {data.areas.length > 0 && <CompositeFiles preview={preview} />}
          <Section title="Keep it" id="keep">
            <CompositeKeep preview={preview} result={data} />
          </Section>
          <MethodAndSources
            chosen={data.chosen}
            sources={data.sources}
            extra={<p class="formula">{keepUnits(data.formula)}</p>}
          />
        </ReportBody>
      )}
    </>
  );
}

function readRecipe(offered: Ingredients, level: 'ward' | 'lsoa'): CompositeRecipe {
  const scale = param('scale');
  const asked = parseParts(param('parts'));
  return {
    level,
    scale: scale === 'percentile' || scale === 'exponential' ? scale : 'z-score',
    ingredients: asked.length > 0 ? asked : firstIngredients(offered),
  };
}

/** A start that every supply of police.uk has: violence, anti-social behaviour, burglary, equally. */
function firstIngredients({ rates }: Ingredients): Ingredient[] {
  const crime = rates.find(({ layer }) => layer === 'crime') ?? rates[0];
  if (!crime) return [];
  const usual = ['violent-crime', 'anti-social-behaviour', 'burglary'];
  const known = crime.categories.filter(({ slug }) => usual.includes(slug));
  const chosen = (known.length > 0 ? known : crime.categories).slice(0, 3);
  return chosen.map(({ slug }) => ({ kind: 'rate', layer: crime.layer, categories: [slug], weight: 1 }));
}
