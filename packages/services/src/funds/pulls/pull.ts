/** A folder of a bank or an acquirer whose files the hub fetches by SFTP. Never with its secret. */
export interface Pull {
  readonly id: string
  readonly name: string
  readonly host: string
  readonly port: number
  readonly user: string
  readonly secretKind: 'password' | 'key'
  readonly folder: string
  readonly pattern: string
  readonly everyMinutes: number
  /** As `ssh-keygen -lf` prints it; null until the server was met. */
  readonly hostKey: string | null
  readonly nextLookAt: Date
  readonly lookedAt: Date | null
  /** A stable word for what was wrong at the last look. */
  readonly trouble: string | null
}

/** SQL text: the columns of `funds_pull`. */
export const pullColumns = `id, name, host, port, user_name as user, secret_kind as "secretKind", folder, pattern,
  every_minutes as "everyMinutes", host_key as "hostKey", next_look_at as "nextLookAt", looked_at as "lookedAt", trouble`
