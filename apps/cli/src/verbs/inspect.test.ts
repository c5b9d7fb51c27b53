import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CliIo } from '../verb.ts'
import { inspect } from './inspect.ts'

async function run(args: readonly string[], input: readonly string[] = []) {
  const out: string[] = []
  const io: CliIo = {
    out: (line) => out.push(line),
    err: () => {},
    input: (async function* () {
      yield* input
    })(),
    env: {},
    nowSeconds: () => 0,
    randomBytes: (count) => new Uint8Array(count),
    stop: new AbortController().signal,
  }
  return { code: await inspect.run(args, io), out }
}

const STATEMENT = ':20:X\n:25:DE1\n:28C:1/1\n:60F:C260508EUR0,00\n:61:260508C1,00NTRFNONREF\n:62F:C260508EUR2,00\n-\n'
const REPORT = 'Datum;Betrag\n08.05.2026;12,50\n'
const MAPPING = {
  mapping: 1,
  id: 'house-bank',
  produces: 'settlement',
  currency: 'EUR',
  layout: { kind: 'delimited', delimiter: ';' },
  amounts: { decimal: ',' },
  dateFormat: 'dd.MM.yyyy',
  columns: { date: 'Datum', amount: 'Betrag' },
}

describe('counterfoil inspect', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'inspect-verb-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }

  it('prints one document for each path of standard input, refused and missing ones too', async () => {
    const { code, out } = await run(['-', '--json'], [write('a.sta', STATEMENT), write('b', 'noise'), '', join(folder, 'none')])
    const documents = out.map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(documents.map(({ verdict }) => verdict)).toEqual(['accept-with-warning', 'reject', 'reject'])
    expect(documents[0]).toMatchObject({
      format: 'mt940',
      statements: [
        {
          id: 'X',
          account: 'DE1',
          currency: 'EUR',
          entries: 1,
          credits: { EUR: '1' },
          closing: { amount: '2', date: '2026-05-08' },
        },
      ],
      warnings: [{ code: 'balance-mismatch', line: 6 }],
    })
    expect(code).toBe(1)
  })

  it('tells people in sentences', async () => {
    const { code, out } = await run([write('a.sta', STATEMENT)])
    expect(out).toEqual([
      'a.sta, mt940: accepted, but somebody should look at it',
      '  statement X of account DE1: opens with 0 EUR on 2026-05-08, 1 entry, credits 1 EUR, debits none, closes with 2 EUR on 2026-05-08',
      '  ! line 6: opening 0 and entries 1 are not closing 2 EUR: 1 is unexplained',
    ])
    expect(code).toBe(0)
  })

  it('reads a report through a mapping, and says what is wrong with a wrong one', async () => {
    const report = write('report.csv', REPORT)
    const { out } = await run([report, '--mapping', write('mapping.json', JSON.stringify(MAPPING)), '--json'])
    expect(JSON.parse(out[0] ?? '')).toMatchObject({ format: 'house-bank', verdict: 'accept', settlement: [{ net: '12.5' }] })
    const wrong = write('wrong.json', JSON.stringify({ ...MAPPING, currency: 'Euro' }))
    await expect(run([report, '--mapping', wrong])).rejects.toThrow('"currency" has to be three capital letters')
  })

  it('refuses wrong usage', async () => {
    await expect(run([])).rejects.toThrow('name a file')
  })
})
