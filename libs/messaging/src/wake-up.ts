/** A wait that ends early: the one who waits for work learns at once that there is some. */
export class WakeUp {
  #called = false;
  #end: (() => void) | undefined;

  /** Ends the wait that is going on, or the next one if none is. */
  call(): void {
    this.#called = true;
    this.#end?.();
  }

  async wait(atMostMs: number): Promise<void> {
    if (!this.#called) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, atMostMs);
        this.#end = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#end = undefined;
    this.#called = false;
  }
}
