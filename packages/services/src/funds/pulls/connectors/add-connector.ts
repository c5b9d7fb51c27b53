import type { z } from 'zod'
import { type ActContext, recordAct } from '../../../audit/index.ts'
import type { ServiceContext } from '../../../context.ts'
import { ServiceError } from '../../../errors.ts'
import { inTransaction } from '../../../in-transaction.ts'
import { findSealer } from '../../../vault/find-sealer.ts'
import { pullSecretPurpose } from '../secret-purpose.ts'
import { dayBefore } from './days.ts'
import { NewConnector } from './new-connector.ts'
import { providerHosts } from './provider-hosts.ts'

/**
 * Has the hub fetch the bills of a provider. Bills of days are fetched from `fromDay`, or the day before this one. `conflict` for
 * a name that is taken, `unavailable` before the hub’s first start.
 */
export async function addConnector(ctx: Pick<ServiceContext, 'pool'> & ActContext, input: NewConnector): Promise<string> {
  const given = NewConnector.parse(input)
  const { name, kind, pattern, everyMinutes, secrets } = given
  const id = ctx.newId()
  const now = ctx.now()
  const settings = withFirstDay(given, now)
  const user = userOf(given)
  await inTransaction(ctx, async (client) => {
    const { rowCount } = await client.query(
      `insert into funds_pull (id, name, kind, host, port, user_name, secret_kind, folder, pattern, every_minutes, settings, next_look_at)
       values ($1, $2, $3, $4, 443, $5, 'several', '.', $6, $7, $8, $9) on conflict (name) do nothing`,
      [id, name, kind, providerHosts[kind], user, pattern, everyMinutes, JSON.stringify(settings), now],
    )
    if (rowCount !== 1) throw new ServiceError('conflict', `There is a pull "${name}" already.`, { field: 'name' })
    const sealed = (await findSealer({ pool: client })).seal(pullSecretPurpose(id), Buffer.from(JSON.stringify(secrets)))
    await client.query('insert into funds_pull_secret (id, sealed) values ($1, $2)', [id, Buffer.from(sealed)])
    const after = { name, kind, user, pattern, everyMinutes, settings }
    await recordAct(ctx, client, { action: 'funds_pull.added', target: { type: 'funds_pull', id }, after })
  })
  return id
}

type Given = z.output<typeof NewConnector>

function withFirstDay(given: Given, now: Date): Given['settings'] {
  if (given.kind !== 'wechat' && given.kind !== 'alipay') return given.settings
  return { ...given.settings, fromDay: given.settings.fromDay ?? dayBefore(now) }
}

function userOf(given: Given): string {
  switch (given.kind) {
    case 'wechat':
      return given.settings.merchant
    case 'alipay':
      return given.settings.app
    case 'adyen':
    case 'stripe':
      return given.settings.account
  }
}
