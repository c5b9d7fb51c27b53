import { open } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { entryFormats, exportBundle, exportEntries } from '@counterfoil/services/audit'
import { UsageError } from '../cli-error.ts'
import { withServices } from '../open-services.ts'
import type { Verb } from '../verb.ts'
import { exportEvents } from './export/export-events.ts'
import { exportFileTo } from './export/export-file.ts'
import { exportFundsBundle } from './export/export-funds-bundle.ts'
import { exportPackage } from './export-package.ts'

export const exportVerb: Verb = {
  usage: `export audit --out FILE [--format bundle|jsonl|csv|ocsf] [--from INDEX] [--to SIZE] [--witness KEY]… [--quorum N] [--json]
       export package --from DAY --to DAY --out FILE [--lang en|zh] [--json]
       export funds-bundle --from DAY --to DAY --out FILE [--acquirer NAME] [--store CODE] [--json]
       export events MONTH --out FILE [--json]
       export file ID --out FILE`,
  summary:
    'Writes the audit log, or a part of it that ends with a checkpoint: as a bundle that "counterfoil verify" checks without us, or its entries alone as exact JSON lines, a table, or OCSF events. A package is the evidence of an audit period, with a summary on paper. A funds bundle is the money of a period with its files, links and sums. Events are those of a month with the batches agents signed, verified alone too. A file of a bank or an acquirer is written as it came, without card numbers.',
  async run(args, io) {
    if (args[0] === 'funds-bundle') return exportFundsBundle(args.slice(1), io)
    if (args[0] === 'events') return exportEvents(args.slice(1), io)
    if (args[0] === 'package') return exportPackage(args.slice(1), io)
    const text = { type: 'string' } as const
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        out: text,
        from: text,
        to: text,
        quorum: text,
        format: { type: 'string', default: 'bundle' },
        witness: { type: 'string', multiple: true },
        json: { type: 'boolean' },
      },
    })
    if (positionals[0] === 'file') return exportFileTo(positionals.slice(1), values.out, io)
    if (positionals.length !== 1 || positionals[0] !== 'audit')
      throw new UsageError('say "export audit", "export package", "export funds-bundle", "export events" or "export file ID"')
    const { out } = values
    if (out === undefined)
      throw new UsageError('name the file to write with --out; one that is there already is not written over')
    const [from, to, quorum] = [count('from', values.from), count('to', values.to), count('quorum', values.quorum)]
    const { format, witness: witnesses } = values
    const entries = entryFormats.find((each) => each === format)
    if (entries === undefined && format !== 'bundle')
      throw new UsageError(`--format is bundle or ${entryFormats.join(', ')}, not "${format}"`)
    if (entries !== undefined && (quorum !== undefined || witnesses !== undefined))
      throw new UsageError('witnesses belong to a bundle: the other formats carry no proofs')
    const exported = await withServices(io, async (ctx) => {
      const file = await open(out, 'wx', 0o600)
      try {
        const write = async (piece: Uint8Array) => {
          io.stop.throwIfAborted()
          await file.writeFile(piece)
        }
        if (entries !== undefined) return await exportEntries(ctx, { format: entries, from, to }, write)
        return await exportBundle(ctx, { from, to, quorum, witnesses }, write)
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
