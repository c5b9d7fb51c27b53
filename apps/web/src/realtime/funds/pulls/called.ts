/** A call with a callback, as a promise. */
export function called<T>(ask: (done: (error: Error | null | undefined, value: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => ask((error, value) => (error == null ? resolve(value) : reject(error))))
}
