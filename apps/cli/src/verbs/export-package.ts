import { open, rm } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { recordAct } from '@counterfoil/services/audit'
import { languages, writePackage } from '@counterfoil/services/evidence-package'
import { UsageError } from '../cli-error.ts'
import { withServices } from '../open-services.ts'
import type { CliIo } from '../verb.ts'
import { readDay } from './export/day.ts'

/** The evidence of a period, from its first to its last day, in one file that `counterfoil verify` checks. */
export async function exportPackage(args: readonly string[], io: CliIo): Promise<number> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args: [...args],
    options: { out: text, from: text, to: text, lang: { type: 'string', default: 'en' }, json: { type: 'boolean' } },
  })
  const { out } = values
  if (out === undefined) throw new UsageError('name the file to write with --out; one that is there already is not written over')
  const [from, to] = [readDay('from', values.from), readDay('to', values.to)]
  const language = languages.find((each) => each === values.lang)
  if (language === undefined) throw new UsageError(`--lang is ${languages.join(' or ')}, not "${values.lang}"`)
  const written = await withServices(io, async (ctx) => {
    const file = await open(out, 'wx', 0o600)
    try {
      const made = await writePackage(ctx, { from, to, language, madeBy: 'Counterfoil (CLI)' }, async (piece) => {
        io.stop.throwIfAborted()
        await file.writeFile(piece)
      })
      const { fromIndex, toIndex, ...rest } = made
      const after = { firstDay: from, lastDay: to, language, from: fromIndex, to: toIndex, ...rest }
      await recordAct(ctx, ctx.pool, { action: 'evidence.made', target: { type: 'evidence', id: 'cli' }, after })
      return made
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
      `${out}: entries ${written.fromIndex} to ${written.toIndex - 1}, ${written.bytes} bytes\nSHA-256 ${written.sha256}, which is in the log itself`,
    )
  return 0
}
