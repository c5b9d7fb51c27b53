/** Why a look at a server came to nothing, as a stable word. */
export class PullError extends Error {
  override readonly name = 'PullError'
  readonly word: string

  constructor(word: string, cause?: unknown) {
    super(`the files of a server could not be fetched: ${word}`, { cause })
    this.word = word
  }
}
