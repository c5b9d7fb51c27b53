import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { NewRate, recordRates } from '@counterfoil/services/rates'
import { UsageError } from '../cli-error.ts'
import { withServices } from '../open-services.ts'
import type { Verb } from '../verb.ts'

export const rates: Verb = {
  usage: 'rates FILE.csv --source NAME [--json]',
  summary: 'Records dated exchange rates; each line is date,base,quote,rate, e.g. 2026-11-19,EUR,CNY,7.7392.',
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { source: { type: 'string' }, json: { type: 'boolean' } },
    })
    const [file] = positionals
    if (file === undefined || values.source === undefined)
      throw new UsageError('name the file, and with --source where the rates come from')
    const parsed = parseRates(readFileSync(file, 'utf8'), file)
    const source = values.source
    const recorded = await withServices(io, (ctx) => recordRates(ctx, source, parsed))
    io.out(values.json ? JSON.stringify({ recorded }) : `${recorded} rates recorded`)
    return 0
  },
}

function parseRates(text: string, file: string): NewRate[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    if (line.trim() === '' || line.startsWith('#')) return []
    const [onDate, base, quote, rate, ...more] = line.split(',').map((part) => part.trim())
    const parsed = NewRate.safeParse({ onDate, base, quote, rate })
    if (parsed.success && more.length === 0) return [parsed.data]
    const why = parsed.success
      ? 'more than four columns'
      : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')
    throw new Error(`${file} line ${index + 1}: ${why}`)
  })
}
