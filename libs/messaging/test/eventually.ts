const LOOK_EVERY_MS = 10;

/** Polls until the condition holds: a test never sleeps for a time that it hopes to be long enough. */
export async function eventually<Value>(
  what: string,
  look: () => Value | Promise<Value>,
  holds: (value: Value) => boolean,
  withinMs = 10_000,
): Promise<Value> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const value = await look();
    if (holds(value)) return value;
    if (performance.now() > deadline) {
      throw new Error(`not within ${withinMs} ms: ${what}; last seen: ${JSON.stringify(value)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
