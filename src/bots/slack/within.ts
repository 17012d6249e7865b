/** Waits for the work, but no longer than this many milliseconds. The work goes on; its failure is no concern of this function any more then. */
export async function within<Value>(
  milliseconds: number,
  work: Promise<Value>,
): Promise<{ done: true; value: Value } | { done: false }> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<{ done: false }>((resolve) => {
    timer = setTimeout(() => resolve({ done: false }), milliseconds);
  });
  try {
    return await Promise.race([work.then((value) => ({ done: true as const, value })), late]);
  } finally {
    clearTimeout(timer);
  }
}
