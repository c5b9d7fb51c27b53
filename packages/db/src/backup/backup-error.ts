/** What is wrong with a backup, or why it is refused, in words for whoever typed the command. */
export class BackupError extends Error {
  override readonly name = 'BackupError'
}
