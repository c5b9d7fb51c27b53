import { open } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { exportBundle } from '@counterfoil/services/audit'
import { UsageError } from '../cli-error.ts'
import { withServices } from '../open-services.ts'
import type { Verb } from '../verb.ts'

export const exportVerb: Verb = {
  usage: 'export audit --out FILE.zip [--from INDEX] [--to SIZE] [--witness KEY]… [--quorum N] [--json]',
  summary:
    'Writes the audit log, or a part of it that ends with a checkpoint, into a file that "counterfoil verify" checks without us.',
  async run(args, io) {
    const text = { type: 'string' } as const
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        out: text,
        from: text,
        to: text,
        quorum: text,
        witness: { type: 'string', multiple: true },
        json: { type: 'boolean' },
      },
    })
    if (positionals.length !== 1 || positionals[0] !== 'audit') throw new UsageError('say "export audit"')
    const { out } = values
    if (out === undefined)
      throw new UsageError('name the file to write with --out; one that is there already is not written over')
    const [from, to, quorum] = [count('from', values.from), count('to', values.to), count('quorum', values.quorum)]
    const options = { from, to, quorum, witnesses: values.witness }
    const exported = await withServices(io, async (ctx) => {
      const file = await open(out, 'wx', 0o600)
      try {
        return await exportBundle(ctx, options, async (piece) => {
          io.stop.throwIfAborted()
          await file.writeFile(piece)
        })
      } finally {
        await file.close()
      }
    })
    if (values.json) io.out(JSON.stringify({ file: out, ...exported }))
    else
      io.out(
        `${out}: entries ${exported.from} to ${exported.to - 1}, ${exported.bytes} bytes\nSHA-256 ${exported.sha256}, which is in the log itself`,
      )
    return 0
  },
}

function count(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d{1,15}$/.test(text)) throw new UsageError(`--${name} is a number, not "${text}"`)
  return Number(text)
}
