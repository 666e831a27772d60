// Asks the registry for known faults of the packages that are shipped. Ends with 1 on a high or critical one that is no
// exception below; a registry without the advisory service is said to have none, and that is no clean result.
import { spawnSync } from 'node:child_process';

/** Advisory numbers that are known and lived with, each with the reason: docs/security.md says the same. */
const EXCEPTIONS = new Map([]);

const { stdout, stderr } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
  encoding: 'utf8',
  shell: process.platform === 'win32',
  maxBuffer: 64 * 1024 * 1024,
});
const report = readReport(stdout);
if (!report?.metadata?.vulnerabilities) {
  const reason = report?.message ?? stderr.trim().split('\n').at(-1) ?? 'no answer';
  console.log(
    `Known faults of packages: NOT CHECKED. The registry in use offers no advisories (${reason}). ` +
      'Run npm audit --omit=dev against one that does before a release.',
  );
  process.exit(0);
}
const found = Object.values(report.vulnerabilities ?? {}).flatMap(({ name, severity, via }) =>
  ['high', 'critical'].includes(severity)
    ? via
        .filter((one) => typeof one === 'object' && !EXCEPTIONS.has(one.source))
        .map((one) => `${name}: ${one.title} (${one.severity}, ${one.url}, versions ${one.range})`)
    : [],
);
if (found.length > 0) {
  console.error(`Known faults, high or critical, in ${found.length} places:\n${found.join('\n')}`);
  console.error(
    'Update the package, or add the advisory with its reason to EXCEPTIONS and docs/security.md.',
  );
  process.exit(1);
}
const { low = 0, moderate = 0 } = report.metadata.vulnerabilities;
console.log(`Known faults of packages: none high or critical (${moderate} moderate, ${low} low).`);

function readReport(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
