/** For `catch`: gives `instead` where there is no such file or folder. Any other error stays one: what cannot be read is not empty. */
export function whenAbsent<T>(instead: T): (error: unknown) => T {
  return (error) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return instead
    throw error
  }
}
