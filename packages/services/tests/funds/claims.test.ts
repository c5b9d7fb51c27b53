import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportClaims, listClaimable } from '../../src/funds/claims/index.ts'
import type { ServiceContext } from '../../src/index.ts'
import { type FundsBed, openFundsBed } from './funds-bed.ts'

let bed: FundsBed
let finance: ServiceContext
beforeAll(async () => {
  bed = await openFundsBed()
  await bed.database.pool.query(
    `insert into "user" (id, name, email, role) values ('finance', '王芳', 'finance@chain.example', 'finance')`,
  )
  finance = { ...bed.ctx, actor: { kind: 'user', id: 'finance', sessionId: 's', reach: { kind: 'chain' }, factors: [] } }
  bed.moveTo('2026-05-08')
  // A basket that a spreadsheet would take for a formula.
  for (const [nth, basket] of ['=B-1', 'B-2', 'B-3'].entries())
    await bed.pay({ day: '2026-05-08', basket, amountMinor: 10_000 + nth })
  bed.moveTo('2026-05-20')
  await bed.settle('7', '2026-05-12', [
    { reference: 'PSP1', merchantReference: '=B-1', grossMinor: 9_000, day: '2026-05-08' },
    { reference: 'PSP2', merchantReference: 'B-2', grossMinor: 10_001, feeMinor: 250, day: '2026-05-08' },
    { reference: 'PSP9', merchantReference: 'B-9', grossMinor: 700, day: '2026-05-08' },
  ])
  await bed.statement({ day: '2026-05-20', sequence: 1, opening: 0, lines: [] })
  await bed.run()
})
afterAll(() => bed?.[Symbol.asyncDispose]())

const taken = async (format: 'pdf' | 'csv', language: 'en' | 'zh') => {
  const { content, ...told } = await exportClaims(finance, { acquirer: 'adyen', format, language })
  return { ...told, bytes: Buffer.from(content, 'base64') }
}

describe('a claims letter', () => {
  it('lists what is open with an acquirer: what should have come, what came, and the lines that show it', async () => {
    expect(await listClaimable(finance)).toEqual([{ acquirer: 'adyen', exceptions: 5 }])
    const { bytes, items, fileName } = await taken('csv', 'en')
    expect([items, fileName]).toEqual([5, 'counterfoil-claim-adyen-2026-05-20-en.csv'])
    const lines = bytes.toString().slice(1).trimEnd().split('\r\n')
    const find = (word: string) => lines.find((line) => line.startsWith(word)) ?? ''
    expect(find('Payout not at the bank')).toContain('EUR,193.54,0,-193.54')
    expect(find('Not in your file')).toContain('EUR,100.02,0,-100.02,')
    expect(find('Short paid')).toMatch(/'=B-1 PSP1,.*,EUR,100,90,-10,file line 1 SHA-256 [0-9a-f]{64}$/)
    expect(find('Fee differs from contract')).toMatch(/EUR,1,2.5,-1.5,file line 2 SHA-256 /)
    expect(find('No such sale in the store')).toContain('EUR,0,7,7,')
    expect(lines.at(-1)).toBe('Totals,,,,,,EUR,,,-298.06,')
  })

  it('is the same on paper, in both languages, and recorded with its hash', async () => {
    for (const language of ['en', 'zh'] as const) {
      const { bytes } = await taken('pdf', language)
      expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
      expect(bytes.equals((await taken('pdf', language)).bytes)).toBe(true)
      if (process.env.KEEP_LETTERS) await writeFile(`${process.env.KEEP_LETTERS}/claim-${language}.pdf`, bytes)
    }
    expect((await taken('csv', 'zh')).bytes.toString()).toContain('少付')
    const { rows } = await bed.database.owner.query(
      `select actor_id, target_id, body from audit_entry where action = 'funds_claims.exported' order by recorded_at`,
    )
    expect(rows).toHaveLength(6)
    expect(rows[0]).toMatchObject({ actor_id: 'finance', target_id: 'adyen' })
    expect(JSON.parse(rows[0].body.toString()).after).toMatchObject({
      items: 5,
      totals: [{ currency: 'EUR', difference: '-298.06' }],
    })
  })

  it('is about nothing that is out of reach, of another acquirer, or ended', async () => {
    const away: ServiceContext = {
      ...finance,
      actor: { kind: 'user', id: 'finance', sessionId: 's', reach: { kind: 'stores', storeIds: [bed.storeId] }, factors: [] },
    }
    // What is of no store is for whoever reaches the whole chain.
    expect(await listClaimable(away)).toEqual([{ acquirer: 'adyen', exceptions: 3 }])
    await expect(exportClaims(finance, { acquirer: 'nobody', format: 'csv', language: 'en' })).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(exportClaims(bed.ctx, { acquirer: 'adyen', format: 'csv', language: 'en' })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })

  it('claims nothing that waits for a word of ours: a proposed payout may have come', async () => {
    await bed.settle('71', '2026-05-19', [{ reference: 'PSP71', grossMinor: 1_000, feeMinor: 0, day: '2026-05-15' }])
    await bed.settle('72', '2026-05-20', [{ reference: 'PSP72', grossMinor: 2_300, feeMinor: 0, day: '2026-05-15' }])
    const before = await listClaimable(finance)
    await bed.statement({ day: '2026-05-21', sequence: 2, opening: 0, lines: [{ amountMinor: 3_300, text: 'ADYEN' }] })
    await bed.run()
    expect((await bed.exceptions()).filter(({ code }) => code === 'AMBIGUOUS')).toHaveLength(1)
    const { bytes } = await taken('csv', 'en')
    expect(bytes.toString()).not.toContain('Which belongs to which')
    // The two lines that no store knows, and not the payouts.
    expect((await listClaimable(finance))[0]?.exceptions).toBe((before[0]?.exceptions ?? 0) + 2)
  })
})
