// Waits for the first of several things, for a limited time.

/**
 * The name of the promise that settles first, "late" when none does in time. Rejects when the signal fires; how the
 * promise itself has settled is for the caller to ask.
 *
 * @template {string} Name
 * @param {Partial<Record<Name, Promise<unknown>>>} promises the earlier one wins when several have settled
 * @param {number | undefined} timeoutMs
 * @param {AbortSignal | undefined} signal
 * @returns {Promise<Name | "late">}
 */
export async function firstOf(promises, timeoutMs, signal) {
  signal?.throwIfAborted();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let abort = () => {};
  const ends = new Promise((resolve, reject) => {
    if (timeoutMs !== undefined) timer = setTimeout(resolve, timeoutMs, "late");
    abort = () => reject(signal?.reason);
    signal?.addEventListener("abort", abort);
  });
  try {
    const named = Object.entries(promises).map(([name, promise]) => {
      const settled = () => name;
      return /** @type {Promise<unknown>} */ (promise).then(settled, settled);
    });
    return /** @type {Name | "late"} */ (await Promise.race([...named, ends]));
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}
