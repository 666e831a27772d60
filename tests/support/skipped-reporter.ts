import type { Reporter, TestModule } from 'vitest/node';

/** Says at the end of a run what was not tested here, and why: a skipped test must not pass for a done one. */
export default class SkippedReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped = new Map<string, number>();
    for (const module of modules) {
      for (const test of module.children.allTests('skipped')) {
        const result = test.result();
        const note = result.state === 'skipped' && result.note ? result.note : suiteReason(test.fullName);
        skipped.set(note, (skipped.get(note) ?? 0) + 1);
      }
    }
    if (skipped.size === 0) {
      process.stdout.write('\nNothing was skipped.\n');
      return;
    }
    process.stdout.write('\nNot tested here:\n');
    for (const [reason, count] of skipped)
      process.stdout.write(`  ${count} test${count === 1 ? '' : 's'}: ${reason}\n`);
  }
}

/** Suites name their reason in brackets: "on the server database (not found: ...)". */
function suiteReason(name: string): string {
  return /\((not found|missing): ([^)]*)\)/.exec(name)?.[0] ?? name;
}
