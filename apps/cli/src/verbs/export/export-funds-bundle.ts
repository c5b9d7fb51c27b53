import { open, rm } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { openLogWait, writeBundle } from '@counterfoil/services/funds/bundle'
import { createOpener } from '@counterfoil/services/vault'
import { systemClock } from '@counterfoil/terminals/system-clock'
import { UsageError } from '../../cli-error.ts'
import { withServices } from '../../open-services.ts'
import { readHubKeys } from '../../read-hub-keys.ts'
import type { CliIo } from '../../verb.ts'
import { readDay } from './day.ts'

/** A hub that runs signs within seconds; without one nobody waits for ever. */
const MOST_WAIT_MS = 30_000

/** The money of a period with all that proves it, in one file that `counterfoil verify` makes again offline. */
export async function exportFundsBundle(args: readonly string[], io: CliIo): Promise<number> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args: [...args],
    options: { out: text, from: text, to: text, acquirer: text, store: text, json: { type: 'boolean' } },
  })
  const { out, acquirer = null, store = null } = values
  if (out === undefined) throw new UsageError('name the file to write with --out; one that is there already is not written over')
  const [from, to] = [readDay('from', values.from), readDay('to', values.to)]
  const opener = createOpener(readHubKeys(io.env).map(({ vault }) => vault.privateKey))
  const written = await withServices(io, async (ctx) => {
    const file = await open(out, 'wx', 0o600)
    try {
      const question = { id: ctx.newId(), from, to, acquirer, store, madeBy: 'Counterfoil (CLI)' }
      return await writeBundle(ctx, { opener, awaitLog: openLogWait(systemClock, MOST_WAIT_MS) }, question, async (piece) => {
        io.stop.throwIfAborted()
        await file.writeFile(piece)
      })
    } catch (error) {
      await rm(out)
      throw error
    } finally {
      await file.close()
    }
  })
  if (values.json) io.out(JSON.stringify({ file: out, ...written }))
  else
    io.out(
      `${out}: ${written.records} records, ${written.bytes} bytes\nRoot ${written.root}, ${
        written.index === null
          ? 'recorded, but the log has not signed it yet: no hub runs, and the bundle has no proof from the log'
          : `which is in entry ${written.index} of the log`
      }`,
    )
  return 0
}
