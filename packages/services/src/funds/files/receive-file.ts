import { notifyChanges } from '@counterfoil/db/connections'
import { LIMITS } from '@counterfoil/settlement'
import type pg from 'pg'
import { type ActContext, recordActs } from '../../audit/index.ts'
import type { ServiceContext } from '../../context.ts'
import { inTransaction } from '../../in-transaction.ts'
import { findSealer } from '../../vault/index.ts'
import { fileName } from './file-name.ts'
import type { FileState, FileWay } from './file-state.ts'
import { PartWriter } from './part-writer.ts'
import { receivedBy } from './received-by.ts'
import { type SealedFile, sealParts } from './seal-parts.ts'

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

/** `receiveFiles` for one of any size. */
export async function receiveFile(
  ctx: ReceivingContext,
  file: FileToReceive,
  mostBytes: number = LARGEST_FILE_BYTES,
): Promise<ReceivedFile> {
  const [received] = await receiveFiles(ctx, [file], mostBytes)
  if (received === undefined) throw new Error('PostgreSQL kept a file without telling its number')
  return received
}

export type ReceivingContext = Pick<ServiceContext, 'pool'> & ActContext

/**
 * Keeps files as they came, sealed, before anything looks into them, all of them or none; the hub reads them afterwards. The same
 * bytes again are noted and kept once. Throws `invalid` for an empty file or one larger than any report, `unavailable` before the
 * hub's first start.
 */
export async function receiveFiles(
  ctx: ReceivingContext,
  files: readonly FileToReceive[],
  mostBytes: number = LARGEST_FILE_BYTES,
): Promise<ReceivedFile[]> {
  const sealer = await findSealer(ctx)
  const sealed: SealedFile[] = []
  try {
    for (const { content } of files) sealed.push(await sealParts(content, { sealer, newId: ctx.newId, mostBytes }))
    const kept = files.flatMap((file, at) => {
      const mine = sealed[at]
      return mine === undefined ? [] : [{ file, sealed: mine }]
    })
    return await inTransaction(ctx, (client) => keepFiles(ctx, client, kept))
  } finally {
    for (const file of sealed) await file.close()
  }
}

interface FileToKeep {
  readonly file: FileToReceive
  readonly sealed: SealedFile
}

async function keepFiles(ctx: ReceivingContext, client: pg.PoolClient, files: readonly FileToKeep[]): Promise<ReceivedFile[]> {
  const at = ctx.now()
  const by = receivedBy(ctx.actor)
  const { rows: made } = await client.query<{ id: number; sha256: string }>(
    `insert into funds_file (sha256, name, size, received_at, received_via, received_by, state, source_id, mapping_id, mapping_version)
     select u.sha256, u.name, u.size, $1, u.via, $2, 'stored', u.source, u.mapping, u.version
     from unnest($3::bytea[], $4::text[], $5::int8[], $6::text[], $7::int4[], $8::text[], $9::int4[])
       with ordinality u(sha256, name, size, via, source, mapping, version, place) order by u.place
     on conflict (sha256) where state <> 'duplicate' do nothing returning id, encode(sha256, 'hex') as sha256`,
    [
      at,
      by,
      files.map(({ sealed }) => sealed.sha256),
      files.map(({ file }) => fileName(file.name)),
      files.map(({ sealed }) => sealed.size),
      files.map(({ file }) => file.via),
      files.map(({ file }) => file.sourceId ?? null),
      files.map(({ file }) => file.mapping?.id ?? null),
      files.map(({ file }) => file.mapping?.version ?? null),
    ],
  )
  const stored = new Map(made.map(({ id, sha256 }) => [sha256, id]))
  const received: ReceivedFile[] = []
  const parts = new PartWriter(client)
  for (const { file, sealed } of files) {
    const hash = sealed.sha256.toString('hex')
    const id = stored.get(hash)
    // The second of two that are the same, in one go, is the duplicate.
    stored.delete(hash)
    if (id === undefined) received.push(await noteDuplicate(client, { file, sealed }, { at, by }))
    else {
      for await (const part of sealed.parts()) await parts.add(id, part)
      received.push({ id, state: 'stored', sameAs: null })
    }
  }
  await parts.flush()
  await recordActs(
    ctx,
    client,
    files.flatMap(({ file, sealed }, place) => {
      const one = received[place]
      if (one === undefined) return []
      const { id, state, sameAs } = one
      return [
        {
          action: 'funds_file.received' as const,
          target: { type: 'funds_file', id: String(id) },
          after: { sha256: sealed.sha256.toString('hex'), size: sealed.size, via: file.via, state, sameAs },
          personal: { name: fileName(file.name) },
        },
      ]
    }),
  )
  await notifyChanges(
    client,
    'funds_file',
    received.map(({ id }) => String(id)),
  )
  return received
}

async function noteDuplicate(
  client: pg.PoolClient,
  { file, sealed }: FileToKeep,
  { at, by }: { readonly at: Date; readonly by: string },
): Promise<ReceivedFile> {
  const { rows } = await client.query<{ id: number; sameAs: number | null }>(
    `insert into funds_file (sha256, name, size, received_at, received_via, received_by, state, reason, same_as)
     select $1, $2, $3, $4, $5, $6, 'duplicate', 'same_bytes', (select id from funds_file where sha256 = $1 and state <> 'duplicate')
     returning id, same_as as "sameAs"`,
    [sealed.sha256, fileName(file.name), sealed.size, at, file.via, by],
  )
  const [row] = rows
  if (row === undefined) throw new Error('PostgreSQL kept a file without telling its number')
  return { ...row, state: 'duplicate' }
}
