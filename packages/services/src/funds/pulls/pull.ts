export const pullKinds = ['sftp', 'wechat', 'alipay', 'adyen', 'stripe'] as const
export type PullKind = (typeof pullKinds)[number]

/** Where the hub fetches files: a folder by SFTP, or the interface of a provider. Never with its secret. */
export interface Pull {
  readonly id: string
  readonly name: string
  readonly kind: PullKind
  readonly host: string
  readonly port: number
  /** As whom: of a provider, the number it knows the chain by. */
  readonly user: string
  readonly secretKind: 'password' | 'key' | 'several'
  readonly folder: string
  readonly pattern: string
  readonly everyMinutes: number
  /** As `ssh-keygen -lf` prints it; null until the server was met. */
  readonly hostKey: string | null
  readonly nextLookAt: Date
  readonly lookedAt: Date | null
  /** A stable word for what was wrong at the last look. */
  readonly trouble: string | null
  /** What is no secret of a provider's interface; its kind has a schema for it. */
  readonly settings: Readonly<Record<string, unknown>>
}

/** SQL text: the columns of `funds_pull`. */
export const pullColumns = `id, name, kind, host, port, user_name as user, secret_kind as "secretKind", folder, pattern,
  every_minutes as "everyMinutes", host_key as "hostKey", next_look_at as "nextLookAt", looked_at as "lookedAt", trouble, settings`
