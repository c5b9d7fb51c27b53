import { ServiceError } from '@counterfoil/services'

/** What comes within so much time, and without a longer silence. Throws `invalid` when it does not; the source is let go. */
export async function* withinTime<T>(
  source: AsyncIterable<T>,
  { wholeMs, silentMs }: { readonly wholeMs: number; readonly silentMs: number },
): AsyncGenerator<T> {
  const whole = AbortSignal.timeout(wholeMs)
  const iterator = source[Symbol.asyncIterator]()
  try {
    for (;;) {
      const next = await before(iterator.next(), AbortSignal.any([whole, AbortSignal.timeout(silentMs)]))
      if (next.done === true) return
      yield next.value
    }
  } finally {
    // One that is stuck would never answer.
    void iterator.return?.()
  }
}

function before<T>(next: Promise<T>, over: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const tooSlow = () =>
      reject(new ServiceError('invalid', 'The file did not come in time. Send it again.', { reason: 'upload_too_slow' }))
    if (over.aborted) return tooSlow()
    over.addEventListener('abort', tooSlow, { once: true })
    next.then(resolve, reject).finally(() => over.removeEventListener('abort', tooSlow))
  })
}
