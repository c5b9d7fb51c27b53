import { type ActContext, recordAct } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { findSealer } from '../vault/find-sealer.ts'
import { streamSecretPurpose } from './secret-purpose.ts'
import type { StreamFormat } from './stream.ts'

export interface NewStream {
  readonly name: string
  readonly url: string
  readonly format: StreamFormat
  readonly ca?: string | undefined
  /** Sent as a bearer token; with `https` only. */
  readonly secret?: string | undefined
  /** The first index to send; the beginning of the log unless told. */
  readonly from?: number | undefined
}

/** `invalid` for an address or name that cannot be, `conflict` for a name that is taken. */
export async function addStream(ctx: Pick<ServiceContext, 'pool'> & ActContext, stream: NewStream): Promise<string> {
  const { name, url, format, ca = null, secret, from = 0 } = stream
  const address = checkedAddress(url)
  if (!/^[a-z0-9][a-z0-9._-]{0,39}$/.test(name))
    throw new ServiceError('invalid', 'A name has at most 40 of a to z, 0 to 9, dot, dash and underscore.')
  if (secret !== undefined && address.protocol !== 'https:')
    throw new ServiceError('invalid', 'A secret goes with https; syslog over TLS has no place for one.')
  if (secret !== undefined && !/^[\x21-\x7e]{8,4096}$/.test(secret))
    throw new ServiceError('invalid', 'A secret has 8 to 4096 visible ASCII characters.')
  const id = ctx.newId()
  await inTransaction(ctx, async (client) => {
    const { rowCount } = await client.query(
      'insert into audit_stream (id, name, url, format, ca, next_idx) values ($1, $2, $3, $4, $5, $6) on conflict (name) do nothing',
      [id, name, url, format, ca, from],
    )
    if (rowCount !== 1) throw new ServiceError('conflict', `There is a stream "${name}" already.`)
    if (secret !== undefined) {
      const sealer = await findSealer({ pool: client })
      const sealed = sealer.seal(streamSecretPurpose(id), Buffer.from(secret))
      await client.query('insert into audit_stream_secret (id, sealed) values ($1, $2)', [id, Buffer.from(sealed)])
    }
    const after = { name, host: address.host, protocol: address.protocol.slice(0, -1), format, from }
    await recordAct(ctx, client, { action: 'stream.added', target: { type: 'stream', id }, after })
  })
  return id
}

function checkedAddress(url: string): URL {
  const address = URL.parse(url)
  if (address === null || (address.protocol !== 'https:' && address.protocol !== 'tls:') || address.hostname === '')
    throw new ServiceError('invalid', `"${url}" is neither tls://host:port nor https://host/path.`)
  // What stands in an address is not sealed.
  if (address.username !== '' || address.password !== '')
    throw new ServiceError('invalid', 'The address must not hold a name or password: give the secret by itself.')
  return address
}
