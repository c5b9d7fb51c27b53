/** Why a version is not taken. Whoever reads the code knows what to do; the message is a sentence for people. */
export type UpdateProblemCode =
  /** Somebody else signed it, or it was changed after it was signed. */
  | 'bad_signature'
  /** The hub’s list of versions is too old: somebody may be holding back a newer one, or a clock is wrong. */
  | 'expired'
  /** The list is older than one that was seen before. */
  | 'rolled_back'
  /** No such version for this kind of machine is on the signed list. */
  | 'unknown_version'
  /** The bytes that came are not those that were signed. */
  | 'wrong_content'
  /** The hub does not give the file, or not all of it. */
  | 'cut_off'
  | 'unreachable'
  | 'no_room'
  | 'disk'
  /** The new version does not pass its own check on this machine. */
  | 'unsound'
  /** It does not rise: going back is another command, to a version that is here. */
  | 'older_version'
  | 'not_installed'
  /** The package was built without a root of trust. */
  | 'no_root'
  | 'no_launcher'

export class UpdateProblem extends Error {
  override readonly name = 'UpdateProblem'
  readonly code: UpdateProblemCode

  constructor(code: UpdateProblemCode, message: string, cause?: unknown) {
    super(message, { cause })
    this.code = code
  }
}

/** What the file system refuses, in words. */
export function diskProblem(error: unknown): UpdateProblem {
  const code = (error as NodeJS.ErrnoException | null)?.code
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new UpdateProblem('no_room', 'The disk is full: there is no room for the new version.', error)
  return new UpdateProblem(
    'disk',
    `The new version cannot be written: ${error instanceof Error ? error.message : String(error)}.`,
    error,
  )
}
