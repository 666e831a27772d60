/** A bar on one line of a terminal; elsewhere a line each quarter of the way, so that a log stays readable. */
export class ProgressBar {
  static readonly #WIDTH = 28;
  readonly #label: string;
  readonly #stream: NodeJS.WriteStream;
  #shown = -1;

  constructor(label: string, stream: NodeJS.WriteStream = process.stderr) {
    this.#label = label;
    this.#stream = stream;
  }

  /** @param share done, 0 to 1 */
  show(share: number): void {
    const percent = Math.floor(Math.min(1, Math.max(0, share)) * 100);
    const step = this.#stream.isTTY ? percent : Math.floor(percent / 25) * 25;
    if (step === this.#shown) return;
    this.#shown = step;
    if (!this.#stream.isTTY) {
      this.#stream.write(`${this.#label}: ${step} %\n`);
      return;
    }
    const filled = Math.round((percent / 100) * ProgressBar.#WIDTH);
    this.#stream.write(
      `\r${this.#label} ${'█'.repeat(filled)}${'░'.repeat(ProgressBar.#WIDTH - filled)} ${percent} %`,
    );
  }

  /** Leave the line. */
  end(): void {
    if (this.#stream.isTTY && this.#shown >= 0) this.#stream.write('\n');
  }
}
