// @ts-check
import { seconds, styleFor } from './style.mjs';

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 80;
const USUAL_COLUMNS = 80;
/** Without a terminal, a step is announced only when it takes longer than this. */
const ANNOUNCE_AFTER_MS = 2_000;
const CLEAR_LINE = '\r\u001B[2K';

/** Shows what is going on: one moving line on a terminal, plain lines elsewhere. */
export class Progress {
  /** @type {Map<string, number>} */
  #running = new Map();
  /** @type {NodeJS.Timeout | null} */
  #timer = null;
  #frame = 0;

  /** @param {NodeJS.WriteStream} stream */
  constructor(stream) {
    this.stream = stream;
    this.style = styleFor(stream);
  }

  /**
   * @template T
   * @param {string} label what is being done
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
  async step(label, work) {
    const began = performance.now();
    this.#running.set(label, began);
    this.#animate();
    const announce = this.stream.isTTY
      ? null
      : setTimeout(() => this.line(`  ${label} …`), ANNOUNCE_AFTER_MS);
    try {
      const result = await work();
      this.#finish(label);
      const took = this.style.dim(seconds(performance.now() - began));
      this.line(`  ${this.style.green('✓')} ${label}  ${took}`);
      return result;
    } finally {
      if (announce) clearTimeout(announce);
      this.#finish(label);
    }
  }

  /** @param {string} text */
  line(text) {
    this.#clear();
    this.stream.write(`${text}\n`);
  }

  /** @param {string} label */
  #finish(label) {
    this.#running.delete(label);
    if (this.#running.size > 0 || this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
    this.#clear();
  }

  #clear() {
    if (this.stream.isTTY) this.stream.write(CLEAR_LINE);
  }

  #animate() {
    if (!this.stream.isTTY || this.#timer !== null) return;
    this.#timer = setInterval(() => this.#draw(), FRAME_MS);
  }

  #draw() {
    this.#frame = (this.#frame + 1) % FRAMES.length;
    const longest = Math.min(...this.#running.values());
    const text = `  ${FRAMES[this.#frame]} ${[...this.#running.keys()].join(' · ')}`;
    const width = (this.stream.columns || USUAL_COLUMNS) - 1;
    const took = `  ${seconds(performance.now() - longest)}`;
    this.stream.write(`${CLEAR_LINE}${text.slice(0, width - took.length)}${this.style.dim(took)}`);
  }
}
