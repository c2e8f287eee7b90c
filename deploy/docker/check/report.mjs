/** One line per step, with its time; the failing ones say why, the last line counts. */
export class Report {
  #passed = 0;
  #failed = 0;

  /**
   * @param {string} name
   * @param {() => Promise<string | void>} work its text stands behind the name; an exception is a failure
   * @returns {Promise<boolean>}
   */
  async step(name, work) {
    const startedAt = performance.now();
    const took = () => `${((performance.now() - startedAt) / 1_000).toFixed(1).padStart(6)} s`;
    try {
      const detail = await work();
      console.log(`  ok   ${took()}  ${name}${detail ? `: ${detail}` : ''}`);
      this.#passed += 1;
      return true;
    } catch (error) {
      console.log(
        `  FAIL ${took()}  ${name}\n${indented(error instanceof Error ? error.message : String(error))}`,
      );
      this.#failed += 1;
      return false;
    }
  }

  /** @returns {number} the exit code */
  close() {
    console.log(`${this.#passed} passed, ${this.#failed} failed`);
    return this.#failed === 0 && this.#passed > 0 ? 0 : 1;
  }
}

/** @param {string} text */
export const indented = (text) => text.replace(/^/gm, '       ');
