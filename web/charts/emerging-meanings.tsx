import type { EmergingResult } from '../../server/contract/emerging.ts';
import { sayEmerging } from '../words/cell-line.ts';
import { formatCount } from '../words/format.ts';
import { EMERGING_GROUPS, emergingGroupOf } from './emerging-classes.ts';

/** Every class with its meaning and the cells in it, by group, on demand. */
export function EmergingMeanings({ result }: { result: EmergingResult }) {
  return (
    <details class="meanings">
      <summary>What the classes mean</summary>
      {EMERGING_GROUPS.map((group, at) => {
        const members = result.classes.filter((c) => emergingGroupOf(c.emergingClass) === at);
        const shown = group.side === 'hot' ? members : members.filter((c) => c.cells > 0);
        if (shown.length === 0) return null;
        return (
          <section key={group.label}>
            <h2>{group.label}</h2>
            <dl>
              {shown.map((c) => (
                <div key={c.emergingClass}>
                  <dt>
                    {sayEmerging(c.emergingClass)}: {formatCount(c.cells)}
                  </dt>
                  <dd>{c.meaning}</dd>
                </div>
              ))}
            </dl>
          </section>
        );
      })}
    </details>
  );
}
