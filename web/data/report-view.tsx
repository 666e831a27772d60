import { formatCount, sayCount } from '../words/format.ts';

/** As much of the importer's report as is shown. */
export interface ReportShown {
  readonly status: string;
  readonly rows: {
    readonly read: number;
    readonly accepted: number;
    readonly rejected: number;
    readonly duplicate: number;
    readonly notMapped: number;
  };
  readonly reasons: readonly {
    readonly code: string;
    readonly verdict: string;
    readonly message: string;
    readonly count: number;
    readonly firstLines: readonly number[];
  }[];
  readonly notes: readonly string[];
}

const VERDICTS: Readonly<Record<string, string>> = {
  rejected: 'Rejected',
  'left-out': 'Left out',
  duplicate: 'Duplicate',
  note: 'To know',
};

/** What became of the rows, and why of those that did not pass. */
export function ReportView({ report }: { report: ReportShown }) {
  const { read, accepted, rejected, duplicate, notMapped } = report.rows;
  const begin = {
    checked: '',
    imported: '',
    'already-loaded': '',
    refused: 'Nothing was written: ',
  }[report.status];
  // A file that was refused before its rows were counted has nothing to say beside the refusal.
  if (begin === undefined || (report.status === 'refused' && read === 0)) return null;
  return (
    <div class="data-report">
      {(read > 0 || report.notes.length === 0) && (
        <p>
          {begin}
          {sayCount(read, 'row')} read = {formatCount(accepted)} accepted + {formatCount(rejected)} rejected +{' '}
          {formatCount(duplicate)} duplicate; {formatCount(notMapped)} of the accepted{' '}
          {notMapped === 1 ? 'is' : 'are'} not mapped.
        </p>
      )}
      {report.reasons.length > 0 && (
        <ul class="data-list">
          {report.reasons.map((reason) => (
            <li key={reason.code}>
              {VERDICTS[reason.verdict] ?? reason.verdict}, {formatCount(reason.count)}{' '}
              {reason.count === 1 ? 'row' : 'rows'}: {reason.message}{' '}
              {reason.count === 1
                ? 'At line'
                : reason.firstLines.length === 1
                  ? 'First at line'
                  : 'First at lines'}{' '}
              {reason.firstLines.join(', ')}.
            </li>
          ))}
        </ul>
      )}
      {report.notes.map((note) => (
        <p key={note} class="quiet">
          {note}
        </p>
      ))}
    </div>
  );
}
