export const fileStates = [
  'stored',
  'previewed',
  'imported',
  'held',
  'quarantined',
  'refused',
  'duplicate',
  'superseded',
] as const
export type FileState = (typeof fileStates)[number]

export const fileWays = ['upload', 'folder', 'sftp', 'token', 'cli', 'demo', 'api'] as const
export type FileWay = (typeof fileWays)[number]

/** Why a file is where it is; the dashboard has a sentence and a next step for each. */
export const fileReasons = [
  /** The same bytes are here already. */
  'same_bytes',
  /** Another file has said the same: the same statements or batches with the same rows. */
  'same_content',
  'unknown_account',
  'unknown_merchant',
  /** A statement in another currency than its account has here. */
  'other_currency',
  'card_numbers',
  /** There are full card numbers, and no masked copy could be made. */
  'card_numbers_not_masked',
  /** Its beginning fits no kind of file: a mapping may read it. */
  'unknown_format',
  'unreadable',
  'cancelled',
  /** It was read, and nothing in it makes a row. */
  'nothing_in_it',
  /** Of an earlier file about the same it would leave less than half: it may be a correction, or a second part. */
  'takes_rows_away',
] as const
export type FileReason = (typeof fileReasons)[number]

/** Ways that need nobody's word when nothing is unclear. */
export const trustedWays: readonly FileWay[] = ['folder', 'sftp', 'token', 'demo', 'api']
