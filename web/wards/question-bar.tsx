import type { Catalogue } from '../../server/contract/catalogue.ts';
import { openPage, place } from '../state/place.ts';
import { formatMonth } from '../words/format.ts';
import { change, param } from './address.ts';
import { layersOfEvents } from './categories.ts';

interface Props {
  catalogue: Catalogue;
  /** What the shown result answers; null while nothing has come. */
  used: { layer: string; from: string; to: string; area: string } | null;
  /** 'all': districts and wards, as parts of the address; 'districts': a parameter. */
  areas: 'all' | 'districts';
  /** What is counted where no category is named, in words, where that is less than all of the layer. */
  usual?: string | undefined;
  /** True where the page itself says what is counted: only place and months are asked. */
  months?: boolean;
}

/** Every category, where naming none means something else. */
const EVERY = '*';

/** What is asked: where, which layer and category, which months. On paper the line under the heading says it instead. */
export function QuestionBar({ catalogue, used, areas, months: onlyMonths = false, usual }: Props) {
  const layerSlug = param('layer') || used?.layer || '';
  const layers = layersOfEvents(catalogue);
  const layer = layers.find(({ layer: slug }) => slug === layerSlug) ?? layers[0];
  if (!layer) return null;
  const categories = param('categories');
  const several = categories.includes(',');
  // A released year may reach beyond the months supplied, which are all that can be chosen.
  const [first, last] = [layer.months[0]?.month ?? '', layer.months.at(-1)?.month ?? ''];
  const within = (month: string) => (month === '' ? '' : month < first ? first : month > last ? last : month);
  const from = within(param('from') || used?.from || '');
  const to = within(param('to') || used?.to || '');
  const months = layer.months.map(({ month, status }) => (
    <option key={month} value={month}>
      {formatMonth(month)}
      {status === 'not-supplied' ? ' (not supplied)' : status === 'supplied' ? '' : ' (flagged)'}
    </option>
  ));
  return (
    <form class="question" aria-label="What is asked" onSubmit={(event) => event.preventDefault()}>
      <AreaField catalogue={catalogue} areas={areas} code={used?.area ?? ''} />
      {!onlyMonths && layers.length > 1 && (
        <label class="field">
          <span>Layer</span>
          <select
            value={layer.layer}
            onChange={(event) =>
              change({ layer: event.currentTarget.value, categories: '', from: '', to: '' })
            }
          >
            {layers.map((one) => (
              <option key={one.layer} value={one.layer}>
                {one.title}
                {one.disclosure ? ' (restricted)' : ''}
              </option>
            ))}
          </select>
        </label>
      )}
      {!onlyMonths && (
        <label class="field">
          <span>Category</span>
          <select
            value={categories === '' && usual && param('layer') !== '' ? EVERY : categories}
            onChange={({ currentTarget: { value } }) =>
              change(
                value === EVERY
                  ? { layer: layer.layer, categories: '' }
                  : usual && value === ''
                    ? { layer: '', categories: '' }
                    : { categories: value },
              )
            }
          >
            {usual && <option value="">{usual}</option>}
            <option value={usual ? EVERY : ''}>All: {layer.title}</option>
            {several && <option value={categories}>{categories.split(',').length} categories</option>}
            {layer.categories.map(({ slug, label }) => (
              <option key={slug} value={slug}>
                {label}
              </option>
            ))}
          </select>
        </label>
      )}
      <label class="field month">
        <span>From</span>
        <select
          value={from}
          onChange={({ currentTarget: { value } }) => change({ from: value, to: inOrder(to, value)[1] })}
        >
          {months}
        </select>
      </label>
      <label class="field month">
        <span>To</span>
        <select
          value={to}
          onChange={({ currentTarget: { value } }) => change({ to: value, from: inOrder(from, value)[0] })}
        >
          {months}
        </select>
      </label>
    </form>
  );
}

function AreaField({
  catalogue,
  areas,
  code,
}: {
  catalogue: Catalogue;
  areas: Props['areas'];
  code: string;
}) {
  const districts = catalogue.studyAreas.filter(({ level }) => level === 'district');
  if (areas === 'districts' && districts.length < 2) return null;
  const choose = (value: string) => {
    if (areas === 'districts') change({ area: value });
    else openPage('wards', [value], Object.fromEntries(place.peek().query));
  };
  return (
    <label class="field">
      <span>{areas === 'all' ? 'District or ward' : 'District'}</span>
      <select value={code} onChange={(event) => choose(event.currentTarget.value)}>
        {districts.map((district) => (
          <option key={district.code} value={district.code}>
            {district.name}
            {areas === 'all' ? ` (${district.wards} wards)` : ''}
          </option>
        ))}
        {areas === 'all' &&
          districts.map((district) => (
            <optgroup key={district.code} label={`Wards of ${district.name}`}>
              {catalogue.studyAreas
                .filter(({ level, districtCode }) => level === 'ward' && districtCode === district.code)
                .map((ward) => (
                  <option key={ward.code} value={ward.code}>
                    {ward.name}
                  </option>
                ))}
            </optgroup>
          ))}
      </select>
    </label>
  );
}

const inOrder = (a: string, b: string): [string, string] => (a <= b ? [a, b] : [b, a]);
