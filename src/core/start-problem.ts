/** Why Confab cannot start, as a sentence for the person who starts it: shown without a stack, then the process ends with a failure. */
export class StartProblem extends Error {
  constructor(sentence: string, options?: { cause?: unknown }) {
    super(sentence, options);
    this.name = 'StartProblem';
  }
}
