import { join, resolve } from 'node:path'
import { openArchiveFolder } from '@counterfoil/services/audit-archives'
import { dataFolder } from './data-folder.ts'
import type { CliIo } from './verb.ts'

/** Where old months of the log lie: `ARCHIVE_DIR`, or below the data folder. */
export function archiveFolder({ env }: Pick<CliIo, 'env'>): ReturnType<typeof openArchiveFolder> {
  return openArchiveFolder(env.ARCHIVE_DIR ? resolve(env.ARCHIVE_DIR) : join(dataFolder(env), 'archives'))
}
