import type { ImportRefusedError } from '../steps/import-refused.ts';
import { personalDataPolicy } from '../steps/personal-data/policy.ts';
import { scanJsonText } from '../steps/personal-data/scan-json-text.ts';
import { TableTextScan } from '../steps/personal-data/scan-table-text.ts';
import { PersonalDataWatch, personalDataRefusal } from '../steps/personal-data.ts';

/**
 * Looks at the bytes of a file on their way to the loader, whatever its kind and format, for personal data. Found anything,
 * it throws, and with that the file's transaction is undone.
 */
export class FileWatch {
  readonly #kind: string;
  #watches: PersonalDataWatch[] = [];
  #scan: TableTextScan | undefined;

  constructor(kind: string) {
    this.#kind = kind;
  }

  /** The header of a separated text file is not settled yet: every row counts. */
  get wantsEveryRow(): boolean {
    return this.#watches.every((watch) => watch.wantsWholeRows);
  }

  /** What comes next is the beginning of the file again. */
  startOver(): void {
    this.#scan = undefined;
  }

  /** The next bytes of a separated text file. @throws ImportRefusedError personal-data */
  chunk(bytes: Buffer): void {
    this.#scan ??= new TableTextScan(this.#open());
    this.#scan.push(bytes);
    for (const watch of this.#watches) watch.refuse();
  }

  /** No more chunks. @throws ImportRefusedError personal-data */
  end(): void {
    this.#scan?.end();
    this.#scan = undefined;
    for (const watch of this.#watches) {
      watch.finish();
      watch.refuse();
    }
  }

  /** A file that is read at once: text or JSON. @throws ImportRefusedError personal-data */
  whole(bytes: Buffer): void {
    if (/^\s*[{[]/.test(bytes.toString('latin1', 0, 64).replace(/^\u00ef\u00bb\u00bf/, ''))) {
      scanJsonText(bytes.toString('utf8'), this.#open());
    } else {
      this.#scan = new TableTextScan(this.#open());
      this.#scan.push(bytes);
    }
    this.end();
  }

  /** The rows of a worksheet. @throws ImportRefusedError personal-data */
  sheet(rows: Iterable<{ readonly fields: readonly string[] }>): void {
    const watch = this.#open();
    for (const { fields } of rows) watch.row(fields);
    watch.finish();
    watch.refuse();
  }

  /** What was found by a file that is refused for another reason: personal data comes first, and nothing of it is repeated. */
  refusal(): ImportRefusedError | undefined {
    this.#scan?.end();
    this.#scan = undefined;
    const found = this.#watches.flatMap((watch) => watch.finish());
    return found.length > 0 ? personalDataRefusal(found, this.#kind) : undefined;
  }

  #open(): PersonalDataWatch {
    const watch = new PersonalDataWatch(personalDataPolicy(this.#kind));
    this.#watches.push(watch);
    return watch;
  }
}
