import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { collectFile, inspect } from '@counterfoil/settlement'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Clock } from '../clock.ts'
import { createFileInspector } from './inspect-files.ts'
import { settlementTools } from './settlement-tools.ts'

/** Time that does not pass, and time that is over at once. */
const stillClock: Pick<Clock, 'startTimer'> = { startTimer: () => ({ cancel: () => {} }) }
const hastyClock: Pick<Clock, 'startTimer'> = {
  startTimer(_delayMs, fire) {
    queueMicrotask(fire)
    return { cancel: () => {} }
  },
}

const CAMT =
  '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>1</Id></Stmt></BkToCstmrStmt></Document>'
/** Test numbers that the schemes publish. */
const CARD = '4111111111111111'

describe('files inspected in a thread', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'inspect-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const write = (name: string, content: string | Uint8Array) => {
    const path = join(folder, name)
    writeFileSync(path, content)
    return path
  }

  it('are told one by one, also when there is none', async () => {
    const inspector = createFileInspector(stillClock)
    try {
      expect(await inspector.inspect({ path: write('a.xml', CAMT) })).toMatchObject({
        readable: true,
        document: { file: 'a.xml', format: 'camt.053', verdict: 'accept' },
      })
      expect(await inspector.inspect({ path: join(folder, 'none') })).toMatchObject({
        readable: false,
        document: { verdict: 'reject', reason: 'there is no such file' },
      })
      expect(await inspector.inspect({ path: folder })).toMatchObject({ readable: false })
    } finally {
      await inspector.close()
    }
  })

  it('that take too long are refused, and the next one gets a new thread', async () => {
    const path = write('a.xml', CAMT)
    let clock = hastyClock
    const inspector = createFileInspector({ startTimer: (delayMs, fire) => clock.startTimer(delayMs, fire) })
    try {
      expect((await inspector.inspect({ path })).document).toMatchObject({
        verdict: 'reject',
        reason: expect.stringContaining('longer'),
      })
      clock = stillClock
      expect((await inspector.inspect({ path })).document.verdict).toBe('accept')
    } finally {
      await inspector.close()
    }
  })

  it('that take too much memory are refused', async () => {
    const details = '<TxDtls><Refs><EndToEndId>1</EndToEndId></Refs></TxDtls>'.repeat(400_000)
    const path = write('a.xml', CAMT.replace('</Stmt>', `<Ntry><NtryDtls>${details}</NtryDtls></Ntry></Stmt>`))
    const inspector = createFileInspector(stillClock, { timeMs: 1, memoryMb: 40 })
    try {
      expect((await inspector.inspect({ path })).document).toMatchObject({
        verdict: 'reject',
        reason: expect.stringContaining('memory'),
      })
    } finally {
      await inspector.close()
    }
  })
})

describe('the wired scanner of card numbers', () => {
  const FOLDER = fileURLToPath(new URL('../../../../../shared/samples/', import.meta.url))
  const samples = ['camt', 'mt940', 'settlement', 'bai2']
    .filter((kind) => existsSync(join(FOLDER, kind)))
    .flatMap((kind) => readdirSync(join(FOLDER, kind)).map((name) => join(FOLDER, kind, name)))
    .filter((path) => !path.endsWith('index.json'))

  it('raises no alarm on real files of banks and acquirers', () => {
    for (const path of samples) {
      const { warnings } = inspect(path, readFileSync(path), settlementTools)
      expect(
        warnings.filter(({ code }) => code === 'card-numbers'),
        path,
      ).toEqual([])
    }
  })

  it('finds a number in a text, and what is kept is truncated', () => {
    const text = `:20:X\n:25:DE1\n:60F:C260508EUR0,\n:61:260508C1,NTRFNONREF\n:86:REFUND ${CARD.replace(/(.{4})/g, '$1 ')}\n:62F:C260508EUR1,\n-\n`
    const { statements, warnings } = collectFile('f', new TextEncoder().encode(text), settlementTools)
    expect(warnings).toMatchObject([{ code: 'card-numbers', line: 4 }])
    expect(statements[0]?.entries[0]?.text).toBe('REFUND 4111 11** **** 1111')
  })
})
