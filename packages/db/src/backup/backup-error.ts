/** What is wrong with a backup, or why it is refused, in words for whoever typed the command. */
export class BackupError extends Error {
  override readonly name: string = 'BackupError'
}

/** The log in the backup cannot go on from where it ends: only another base backup makes it whole again. */
export class LogEndedError extends BackupError {
  override readonly name = 'LogEndedError'
}
