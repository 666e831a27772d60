import type { FactorKinds } from '../../server/contract/risk-factors.ts';
import { formatCount } from '../words/format.ts';
import { change, param } from './address.ts';

type Kind = FactorKinds['kinds'][number];

/** Kinds chosen in the address; else those of `usual` that are held; else the first three that are allowed. */
export function chosenFactors(name: string, kinds: readonly Kind[], usual: readonly string[]): string[] {
  const allowed = kinds.filter((kind) => kind.allowed).map(({ factor }) => factor);
  const among = (wanted: readonly string[]) => allowed.filter((factor) => wanted.includes(factor));
  const asked = among(param(name).split(','));
  if (asked.length > 0) return asked;
  return among(usual).length > 0 ? among(usual) : allowed.slice(0, 3);
}

interface Props {
  legend: string;
  /** Parameter of the address. */
  name: string;
  kinds: readonly Kind[];
  asked: readonly string[];
  /** No more than this at once; default 6. */
  most?: number;
}

/** Which kinds of place; those that are not allowed are shown with the reason. */
export function FactorChoice({ legend, name, kinds, asked, most = 6 }: Props) {
  const toggle = (factor: string, on: boolean) =>
    change({ [name]: (on ? [...asked, factor] : asked.filter((one) => one !== factor)).join(',') });
  return (
    <fieldset class="tick-row">
      <legend>{legend}</legend>
      {kinds.map((kind) => {
        const on = asked.includes(kind.factor);
        const last = on && asked.length === 1;
        return (
          <label key={kind.factor} class="tick" title={kind.because || undefined}>
            <input
              type="checkbox"
              checked={on}
              disabled={!kind.allowed || last || (!on && asked.length >= most)}
              onChange={(event) => toggle(kind.factor, event.currentTarget.checked)}
            />
            <span>
              {kind.label} <span class="quiet">{formatCount(kind.places)}</span>
              {!kind.allowed && <span class="interval-words">{kind.because}</span>}
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}
