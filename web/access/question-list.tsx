import type { AuditQuestion } from '../../server/contract/audit.ts';
import { formatInstant } from '../words/format.ts';
import { ScrollAcross } from './form-parts.tsx';

const DECISION_WORDS: Readonly<Record<AuditQuestion['decision'], string>> = {
  allow: 'Answered',
  coarsen: 'Answered with the next coarser figure',
  refuse: 'Refused',
};

/** Questions of restricted layers that were not answered as asked, with the earlier one that each could be subtracted from. */
export function QuestionList({ questions }: { questions: readonly AuditQuestion[] }) {
  if (questions.length === 0) return <p class="quiet">None was widened or refused.</p>;
  return (
    <ScrollAcross label="Questions of restricted layers">
      <table class="figures">
        <caption>Widened and refused, latest first</caption>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Who</th>
            <th scope="col">Organisation</th>
            <th scope="col">Layer</th>
            <th scope="col">Asked</th>
            <th scope="col">Decided</th>
            <th scope="col">Could be subtracted from</th>
          </tr>
        </thead>
        <tbody>
          {questions.map((one) => (
            <tr key={`${one.askedAt} ${one.username} ${one.asked}`}>
              <td class="when">{formatInstant(one.askedAt)}</td>
              <td>{one.username}</td>
              <td>{one.organisation}</td>
              <td>{one.layer}</td>
              <td>{one.asked}</td>
              <td>
                {DECISION_WORDS[one.decision]}. <span class="quiet">{one.because}</span>
              </td>
              <td>{one.isolates}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollAcross>
  );
}
