import type pg from 'pg'
import type { ActContext } from '../../audit/index.ts'
import type { ServiceContext } from '../../context.ts'
import type { Opener } from '../../vault/index.ts'
import type { FileReader } from './create-file-reader.ts'
import { openMasked, openRaw } from './open-content.ts'
import type { WaitingFile } from './waiting-file.ts'

export type ReadingContext = Pick<ServiceContext, 'pool'> & ActContext

/** What the hub, and the command line on the server, has: the key that opens files, and the thread that reads them. */
export interface ReadingParts {
  readonly opener: Opener
  readonly reader: FileReader
}

/** The masked copy, where there is one: what was in the file before it stays sealed. */
export async function contentOf(
  client: pg.Pool | pg.PoolClient,
  { opener }: Pick<ReadingParts, 'opener'>,
  file: WaitingFile,
): Promise<Uint8Array> {
  return (await openMasked(client, opener, file)) ?? (await openRaw(client, opener, file))
}

/** Made anew of what came. */
export async function maskedCopy(
  client: pg.Pool | pg.PoolClient,
  { opener, reader }: ReadingParts,
  file: WaitingFile,
): Promise<Uint8Array | null> {
  const bytes = await openRaw(client, opener, file)
  const masked = await reader.mask({ name: file.name, bytes, mapping: file.mapping })
  return masked?.bytes ?? null
}

export const orderOf = ({ id, name, mapping, sourceId }: WaitingFile, bytes: Uint8Array) => ({
  fileId: id,
  name,
  bytes,
  mapping,
  sourceId,
})
