import { writeFile } from 'node:fs/promises'
import { exportFile } from '@counterfoil/services/funds/reading'
import { createOpener } from '@counterfoil/services/vault'
import { UsageError } from '../../cli-error.ts'
import { withServices } from '../../open-services.ts'
import { readHubKeys } from '../../read-hub-keys.ts'
import type { CliIo } from '../../verb.ts'

/** Only the server can open it; that it was taken out is recorded. */
export async function exportFileTo([id, ...more]: readonly string[], out: string | undefined, io: CliIo): Promise<number> {
  if (id === undefined || more.length > 0 || !/^[1-9]\d{0,14}$/.test(id))
    throw new UsageError('"export file" takes the number of one file')
  if (out === undefined) throw new UsageError('name the file to write with --out; one that is there already is not written over')
  const opener = createOpener(readHubKeys(io.env).map(({ vault }) => vault.privateKey))
  const { bytes, masked } = await withServices(io, (ctx) => exportFile(ctx, opener, Number(id)))
  await writeFile(out, bytes, { flag: 'wx', mode: 0o600 })
  io.out(`${out}: file ${id}, ${bytes.length} bytes${masked ? ', a copy without its card numbers' : ', as they came'}`)
  return 0
}
