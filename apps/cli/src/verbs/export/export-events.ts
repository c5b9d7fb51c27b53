import { open, rm } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { exportEventMonth, Month } from '@counterfoil/services/event-months'
import { UsageError } from '../../cli-error.ts'
import { withServices } from '../../open-services.ts'
import type { CliIo } from '../../verb.ts'

/** Every event of a month with the batches its agents signed, in one file that `counterfoil verify` checks alone. */
export async function exportEvents(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { out: { type: 'string' }, json: { type: 'boolean' } },
  })
  const [month, ...more] = positionals
  if (month === undefined || more.length > 0 || !Month.safeParse(month).success)
    throw new UsageError('name one month, as 2026-03')
  const { out } = values
  if (out === undefined) throw new UsageError('name the file to write with --out; one that is there already is not written over')
  const written = await withServices(io, async (ctx) => {
    const file = await open(out, 'wx', 0o600)
    try {
      const exported = await exportEventMonth(ctx, month, async (piece) => {
        io.stop.throwIfAborted()
        await file.writeFile(piece)
      })
      await file.sync()
      return exported
    } catch (error) {
      await rm(out)
      throw error
    } finally {
      await file.close()
    }
  })
  if (values.json) io.out(JSON.stringify({ file: out, ...written }))
  else io.out(`${out}: events of ${month}, ${written.bytes} bytes\nSHA-256 ${written.sha256}, which is in the log itself`)
  return 0
}
