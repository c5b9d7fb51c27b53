import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { dropCardFingerprints, isCardFingerprint } from './card-fingerprints.ts'

const SAMPLES = new URL('../../../../shared/samples/settlement/', import.meta.url)
const files = readdirSync(SAMPLES).filter((name) => /(adyen|stripe|wechat|alipay|paypal).*\.csv$/.test(name))

/** Every line of the file that could be its header, cut into cells. */
const headersOf = (name: string): string[][] =>
  new TextDecoder(name.includes('alipay') ? 'gbk' : 'utf-8')
    .decode(readFileSync(new URL(name, SAMPLES)))
    .split(/\r?\n/)
    .map((line) => line.split(',').map((cell) => cell.trim().replace(/^"|"$/g, '')))

describe('columns that tell cards apart', () => {
  it.each([
    'Card Fingerprint',
    'card_fingerprint',
    'payment_method_details.card.fingerprint',
    'Alias',
    'Card Number Hash',
    'PAN SHA256',
    'card_hashedAccountNumber',
    'uniqueCC',
    'hash_of_pan',
    'Fingerprint',
  ])('%s is one', (name) => expect(isCardFingerprint(name)).toBe(true))

  it.each([
    'PAR',
    'Payment Account Reference',
    'Card Last4',
    'Card Brand',
    'Company Account',
    'Merchant Account',
    'token',
    'hash',
  ])('%s is none', (name) => expect(isCardFingerprint(name)).toBe(false))

  it('are dropped with their cells, wherever they stand', () => {
    expect(
      dropCardFingerprints(
        ['Psp Reference', 'Alias', 'Amount', 'Card Fingerprint'],
        [
          ['8835', 'A373176724022941', '1.00', 'Xt5'],
          ['8836', 'B1', '2.00', 'Xt6', 'beyond'],
        ],
      ),
    ).toEqual({
      header: ['Psp Reference', 'Amount'],
      rows: [
        ['8835', '1.00'],
        ['8836', '2.00', 'beyond'],
      ],
      dropped: ['Alias', 'Card Fingerprint'],
    })
  })

  it.each(files)('are none of those in %s, which keeps every cell', (name) => {
    const [header = [], ...rows] = headersOf(name)
    for (const line of [header, ...rows]) expect(line.filter(isCardFingerprint)).toEqual([])
    expect(dropCardFingerprints(header, rows)).toEqual({ header, rows, dropped: [] })
  })

  it.each(files.filter((name) => /adyen|stripe/.test(name)))('are dropped from %s if its acquirer adds one', (name) => {
    const [header = [], ...rows] = headersOf(name)
    const added = name.includes('adyen') ? 'Alias' : 'card_fingerprint'
    const withOne = dropCardFingerprints(
      [...header.slice(0, 4), added, ...header.slice(4)],
      rows.filter(({ length }) => length > 4).map((cells) => [...cells.slice(0, 4), 'f1ngerpr1nt', ...cells.slice(4)]),
    )
    expect(withOne.rows.length).toBeGreaterThan(0)
    expect(withOne.dropped).toEqual([added])
    expect(JSON.stringify(withOne.rows)).not.toContain('f1ngerpr1nt')
    expect(withOne.header).toEqual(header)
  })
})
