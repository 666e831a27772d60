import type { FileReport, ImportReport, Refusal } from './report.ts';
import { counted } from './steps/counted.ts';

/** The report for a person to read: each file, each reason with its first lines, the months to look at, the sum. */
export function reportText(report: ImportReport): string {
  const lines = report.files.flatMap(fileLines);
  if (report.skipped.length > 0)
    lines.push(
      `Left alone, not ${report.kind} files: ${report.skipped.length} (${report.skipped.slice(0, 3).join(', ')}${report.skipped.length > 3 ? ', ...' : ''})`,
    );
  if (report.flagged.length > 0) {
    lines.push('', 'Months to look at before they are shown:');
    for (const { supplier, month, status, reason } of report.flagged)
      lines.push(`  ${supplier} ${month} ${status}: ${reason}`);
  }
  const { read, accepted, rejected, duplicate, notMapped } = report.rows;
  lines.push(
    '',
    report.files.length === 0
      ? `No ${report.kind} file was found.`
      : `${number(read)} rows read = ${number(accepted)} accepted + ${number(rejected)} rejected + ${number(duplicate)} duplicate; ${number(notMapped)} of the accepted are not mapped.`,
  );
  if (report.dryRun) lines.push('This was a dry run: nothing was written.');
  return lines.join('\n');
}

function fileLines(file: FileReport): string[] {
  const { rows } = file;
  const what = {
    imported: `${number(rows.accepted)} of ${number(rows.read)} rows accepted`,
    checked: `${number(rows.accepted)} of ${number(rows.read)} rows would be accepted`,
    'already-loaded': 'already loaded',
    refused: 'REFUSED, nothing of it was written',
  }[file.status];
  const lines = [
    `${file.file}: ${what}${file.status === 'imported' ? ` (${file.seconds.toFixed(1)} s)` : ''}`,
  ];
  if (file.refusal) lines.push(...refusalLines(file.refusal).map((line) => `  ${line}`));
  for (const { verdict, code, message, count, firstLines } of file.reasons)
    lines.push(
      `  ${verdict} ${number(count)}: ${message} [${code}] first at ${file.kind === 'boundaries' ? 'feature' : 'line'}${firstLines.length > 1 ? 's' : ''} ${firstLines.join(', ')}`,
    );
  for (const note of file.notes) lines.push(`  ${note}`);
  if (file.eventsReassigned > 0)
    lines.push(`  ${counted(file.eventsReassigned, 'event is', 'events are')} now counted in another area.`);
  return lines;
}

/** What is wrong, what was seen, what to do. */
export function refusalLines({
  code,
  message,
  seen,
  hint,
  line,
  column,
}: Omit<Refusal, 'line' | 'column'> & {
  readonly line?: number | null | undefined;
  readonly column?: string | null | undefined;
}): string[] {
  const place = [line ? `line ${line}` : '', column ? `column ${column}` : ''].filter(Boolean).join(', ');
  return [
    `${message} [${code}]${place ? ` at ${place}` : ''}`,
    ...(seen ? [`Seen: ${seen}`] : []),
    ...(hint ? [`What to do: ${hint}`] : []),
  ];
}

function number(value: number): string {
  return value.toLocaleString('en-GB');
}
