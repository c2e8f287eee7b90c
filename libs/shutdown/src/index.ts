/** nginx's read deadline, the drain window and the ends of the pools all fit into it. */
const SHUTDOWN_MS = 15_000;

/** A stop that hangs ends by force: after 15 s, or at the second signal. kill -9 must be as safe as any stop. */
export function endByForce(): void {
  let signals = 0;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      signals += 1;
      if (signals > 1) process.exit(1);
      setTimeout(() => process.exit(1), SHUTDOWN_MS).unref();
    });
  }
}
