import { notifyChange } from '@counterfoil/db/connections'
import { cutCardNumbers } from '@counterfoil/protocol/card-numbers'
import { LIMITS } from '@counterfoil/settlement'
import { type ActContext, recordAct } from '../../audit/index.ts'
import type { ServiceContext } from '../../context.ts'
import { inTransaction } from '../../in-transaction.ts'
import { findSealer } from '../../vault/index.ts'
import type { FileState, FileWay } from './file-state.ts'
import { receivedBy } from './received-by.ts'
import { sealParts } from './seal-parts.ts'

export const LARGEST_FILE_BYTES: number = LIMITS.fileBytes

export interface FileToReceive {
  readonly name: string
  readonly via: FileWay
  readonly content: AsyncIterable<Uint8Array>
  /** Whose file it is, where the way it came by tells. */
  readonly sourceId?: number | undefined
  /** How it is read, where no known kind does. */
  readonly mapping?: { readonly id: string; readonly version: number } | undefined
}

export interface ReceivedFile {
  readonly id: number
  readonly state: FileState
  /** The file that has the same bytes. */
  readonly sameAs: number | null
}

/**
 * Keeps a file as it came, sealed, before anything looks into it; the hub reads it afterwards. The same bytes again are noted
 * and kept once. Throws `invalid` for an empty file or one larger than any report, `unavailable` before the hub's first start.
 */
export async function receiveFile(
  ctx: Pick<ServiceContext, 'pool'> & ActContext,
  { name, via, content, sourceId, mapping }: FileToReceive,
  mostBytes: number = LARGEST_FILE_BYTES,
): Promise<ReceivedFile> {
  const file = await sealParts(content, { sealer: await findSealer(ctx), newId: ctx.newId, mostBytes })
  try {
    return await inTransaction(ctx, async (client) => {
      const values = [file.sha256, nameOf(name), file.size, ctx.now(), via, receivedBy(ctx.actor)]
      const { rows: made } = await client.query<{ id: number }>(
        `insert into funds_file (sha256, name, size, received_at, received_via, received_by, state, source_id, mapping_id, mapping_version)
         values ($1, $2, $3, $4, $5, $6, 'stored', $7, $8, $9)
         on conflict (sha256) where state <> 'duplicate' do nothing returning id`,
        [...values, sourceId ?? null, mapping?.id ?? null, mapping?.version ?? null],
      )
      const [stored] = made
      if (stored !== undefined) {
        for await (const { id, part, sealed } of file.parts())
          await client.query(`insert into funds_file_content (id, file_id, what, part, sealed) values ($1, $2, 'raw', $3, $4)`, [
            id,
            stored.id,
            part,
            sealed,
          ])
      }
      const { rows } =
        stored !== undefined
          ? { rows: [{ id: stored.id, sameAs: null }] }
          : await client.query<{ id: number; sameAs: number | null }>(
              `insert into funds_file (sha256, name, size, received_at, received_via, received_by, state, reason, same_as)
               select $1, $2, $3, $4, $5, $6, 'duplicate', 'same_bytes', (select id from funds_file where sha256 = $1 and state <> 'duplicate')
               returning id, same_as as "sameAs"`,
              values,
            )
      const [row] = rows
      if (row === undefined) throw new Error('PostgreSQL kept a file without telling its number')
      const state = stored === undefined ? 'duplicate' : 'stored'
      await recordAct(ctx, client, {
        action: 'funds_file.received',
        target: { type: 'funds_file', id: String(row.id) },
        after: { sha256: file.sha256.toString('hex'), size: file.size, via, state, sameAs: row.sameAs },
        personal: { name: nameOf(name) },
      })
      await notifyChange(client, { entity: 'funds_file', id: String(row.id) })
      return { id: row.id, state, sameAs: row.sameAs }
    })
  } finally {
    await file.close()
  }
}

const LONGEST_NAME = 255

/** The last part of a path, of letters that a screen can show; people name files after cards. */
function nameOf(given: string): string {
  const last = given.toWellFormed().split(/[/\\]/).at(-1) ?? ''
  return (
    cutCardNumbers(last)
      .replaceAll(/[\p{C}]/gu, '_')
      .slice(-LONGEST_NAME) || 'file'
  )
}
