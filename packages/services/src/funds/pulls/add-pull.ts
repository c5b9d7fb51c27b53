import { z } from 'zod'
import { type ActContext, recordAct } from '../../audit/index.ts'
import type { ServiceContext } from '../../context.ts'
import { ServiceError } from '../../errors.ts'
import { inTransaction } from '../../in-transaction.ts'
import { findSealer } from '../../vault/find-sealer.ts'
import { pullSecretPurpose } from './secret-purpose.ts'

export const NewPull = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,39}$/, 'at most 40 of a to z, 0 to 9, dot, dash and underscore'),
  host: z.string().regex(/^[A-Za-z0-9.:-]{1,253}$/, 'the name or address of a machine'),
  port: z.int().min(1).max(65_535).default(22),
  user: z.string().min(1).max(128),
  secretKind: z.enum(['password', 'key']),
  /** The password, or the private key in PEM or OpenSSH’s own form, without a passphrase. */
  secret: z.string().min(1).max(16_384),
  folder: z
    .string()
    .regex(/^[^\p{Cc}]{1,1000}$/u, 'a folder of the server')
    .default('.'),
  pattern: z
    .string()
    .regex(/^[^\p{Cc}/\\]{1,120}$/u, 'a name in which * and ? stand for others')
    .default('*'),
  everyMinutes: z.int().min(1).max(1_440).default(15),
  hostKey: z
    .string()
    .regex(/^SHA256:[A-Za-z0-9+/]{43}$/, 'what ssh-keygen -lf prints, SHA256:…')
    .nullish(),
})
export type NewPull = z.input<typeof NewPull>

/** Has the hub look into a folder elsewhere. `conflict` for a name that is taken, `unavailable` before the hub's first start. */
export async function addPull(ctx: Pick<ServiceContext, 'pool'> & ActContext, input: NewPull): Promise<string> {
  const { name, host, port, user, secretKind, secret, folder, pattern, everyMinutes, hostKey = null } = NewPull.parse(input)
  const id = ctx.newId()
  await inTransaction(ctx, async (client) => {
    const { rowCount } = await client.query(
      `insert into funds_pull (id, name, host, port, user_name, secret_kind, folder, pattern, every_minutes, host_key, next_look_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (name) do nothing`,
      [id, name, host, port, user, secretKind, folder, pattern, everyMinutes, hostKey, ctx.now()],
    )
    if (rowCount !== 1) throw new ServiceError('conflict', `There is a pull "${name}" already.`, { field: 'name' })
    const sealed = (await findSealer({ pool: client })).seal(pullSecretPurpose(id), Buffer.from(secret))
    await client.query('insert into funds_pull_secret (id, sealed) values ($1, $2)', [id, Buffer.from(sealed)])
    const after = { name, host, port, user, secretKind, folder, pattern, everyMinutes, hostKey }
    await recordAct(ctx, client, { action: 'funds_pull.added', target: { type: 'funds_pull', id }, after })
  })
  return id
}
