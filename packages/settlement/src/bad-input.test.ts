import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { collectFile } from './collect.ts'
import { inspect } from './inspect.ts'
import { bytesOf } from './testing/bytes.ts'
import { TEST_CARD, testTools } from './testing/test-tools.ts'
import { writeZip } from './testing/write-zip.ts'

const look = (bytes: Uint8Array | string, tools = testTools) =>
  inspect('file', typeof bytes === 'string' ? bytesOf(bytes) : bytes, tools)

const camt = (inside: string, head = '<?xml version="1.0" encoding="UTF-8"?>') =>
  `${head}\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>1</Id>\n${inside}\n</Stmt></BkToCstmrStmt></Document>`
const balance = (type: string, amount: string) =>
  `<Bal><Tp><CdOrPrtry><Cd>${type}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-05-08</Dt></Dt></Bal>`
const entry = (amount: string, more = '', mark = '<CdtDbtInd>CRDT</CdtDbtInd>') =>
  `<Ntry><Amt Ccy="EUR">${amount}</Amt>${mark}<Sts><Cd>BOOK</Cd></Sts>${more}</Ntry>`
const mt940 = (...lines: string[]) =>
  [':20:X', ':25:DE1', ':28C:1/1', ':60F:C260508EUR100,00', ...lines, ':62F:C260508EUR110,00', '-', ''].join('\r\n')

describe('XML that wants to do harm', () => {
  it('is refused for a DOCTYPE, before any entity is looked at', () => {
    const bomb =
      '<?xml version="1.0"?>\n<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;">]>\n<Document>&lol2;</Document>'
    expect(look(bomb)).toMatchObject({ verdict: 'reject', reason: expect.stringContaining('DOCTYPE') })
    expect(look('<!DOCTYPE a SYSTEM "file:///etc/passwd"><Document/>').reason).toContain('DOCTYPE')
    expect(look(camt('<AddtlStmtInf>&xxe;</AddtlStmtInf>'))).toMatchObject({
      verdict: 'reject',
      reason: expect.stringContaining('line 3'),
    })
  })

  it('is refused for an element without an end, in the memory of one piece', () => {
    const endless = new Uint8Array(40 * 1024 * 1024).fill(0x61)
    endless.set(bytesOf('<?xml version="1.0"?><Document><BkToCstmrStmt><Stmt><Id>'))
    expect(look(endless)).toMatchObject({ verdict: 'reject', reason: expect.stringContaining('more text') })
    expect(look(`<Document ${'a'.repeat(10_000)}="${'x'.repeat(200_000)}">`).verdict).toBe('reject')
    expect(look(`<${'n'.repeat(500_000)}`).verdict).toBe('reject')
  })

  it('is refused for its depth, its numeric references and its encoding', () => {
    expect(look(`<Document>${'<a>'.repeat(100)}`).reason).toContain('nested deeper')
    expect(look(camt(`<AddtlStmtInf>${'&#65;'.repeat(200_000)}</AddtlStmtInf>`)).reason).toContain('more text')
    expect(look(camt('', '<?xml version="1.0" encoding="EBCDIC-CP-DE"?>')).reason).toContain('encoding that is not read: ebcdic')
  })

  it('is refused when it is cut off, and nothing of it is a statement', () => {
    const whole = camt(balance('OPBD', '1') + entry('1') + balance('CLBD', '2'))
    expect(look(whole).verdict).toBe('accept')
    for (let length = 60; length < whole.length; length += 37) {
      expect(look(whole.slice(0, length))).toMatchObject({ verdict: 'reject', statements: [] })
    }
  })

  it('warns of bytes of another encoding with their line', () => {
    const latin = Buffer.from(camt(`<AddtlStmtInf>Gr\u00fc\u00dfe</AddtlStmtInf>`), 'latin1')
    expect(look(latin)).toMatchObject({ verdict: 'accept-with-warning', warnings: [{ code: 'encoding', line: 3 }] })
    const declared = Buffer.from(
      camt('<Acct><Nm>Gr\u00fc\u00dfe</Nm></Acct>', '<?xml version="1.0" encoding="ISO-8859-1"?>'),
      'latin1',
    )
    expect(look(declared).verdict).toBe('accept')
  })
})

describe('camt that is odd', () => {
  it('counts no pending entry, and no detail beside its entry', () => {
    const details = '<NtryDtls><TxDtls><Amt Ccy="EUR">4</Amt></TxDtls><TxDtls><Amt Ccy="EUR">6</Amt></TxDtls></NtryDtls>'
    const pending = entry('99').replace('BOOK', 'PDNG')
    const inside = balance('OPBD', '5') + balance('CLBD', '15') + entry('10', details) + pending
    expect(look(camt(inside))).toMatchObject({
      verdict: 'accept',
      statements: [{ entries: 2, pendingEntries: 1, details: 2, credits: { EUR: '109' } }],
    })
  })

  it('reads the sign from the mark alone', () => {
    const reversal = entry('10', '', '<CdtDbtInd>DBIT</CdtDbtInd><RvslInd>true</RvslInd>')
    expect(look(camt(balance('OPBD', '15') + balance('CLBD', '5') + reversal)).verdict).toBe('accept')
    expect(look(camt(entry('10', '', ''))).reason).toMatch(/^line 3: .*credit or a debit/)
    expect(look(camt(entry('1,50'))).reason).toMatch(/^line 3: the amount "1,50"/)
  })

  it('tells an entry without a currency, and a status that the standard does not have', () => {
    const whole = camt(balance('OPBD', '1') + balance('CLBD', '2') + entry('1'))
    expect(look(whole.replace('<Ntry><Amt Ccy="EUR">', '<Ntry><Amt>')).warnings).toContainEqual(
      expect.objectContaining({ code: 'currency', severity: 'warning', line: 3 }),
    )
    expect(look(whole.replace('BOOK', 'DONE'))).toMatchObject({
      ...{ verdict: 'accept', warnings: [{ code: 'field', severity: 'notice', line: 3 }] },
    })
  })

  it('tells a day that does not exist, and does not roll it over', () => {
    const document = look(camt(balance('OPBD', '1') + balance('CLBD', '2') + entry('1', '<ValDt><Dt>2026-02-30</Dt></ValDt>')))
    expect(document).toMatchObject({ verdict: 'accept', warnings: [{ code: 'date', line: 3 }] })
  })

  it('tells a lost statement by the chain of balances, and one that came twice', () => {
    const two = (a: string, b: string, c: string, d: string, second = '2') =>
      camt(
        `<Acct><Id><IBAN>DE1</IBAN></Id></Acct>${balance('OPBD', a)}${balance('CLBD', b)}${entry('1')}</Stmt>\n<Stmt><Id>${second}</Id><Acct><Id><IBAN>DE1</IBAN></Id></Acct>${balance('OPBD', c)}${balance('CLBD', d)}${entry('1')}`,
      )
    expect(look(two('1', '2', '2', '3')).verdict).toBe('accept')
    expect(look(two('1', '2', '5', '6')).warnings).toMatchObject([{ code: 'statement-chain', line: 4 }])
    expect(look(two('1', '2', '1', '2', '1')).warnings).toMatchObject([{ code: 'statement-repeated' }])
  })

  it('knows where each entry stands, also on one line', () => {
    const text = camt(balance('OPBD', '1') + entry('1') + entry('2') + balance('CLBD', '4')).replaceAll('\n', '')
    const [statement] = collectFile('f', bytesOf(text), testTools).statements
    expect(statement?.entries.map(({ at }) => text.slice(at.character, at.character + 9))).toEqual(['<Ntry><Am', '<Ntry><Am'])
  })
})

describe('MT940 that is odd', () => {
  it.each([
    ['a credit', 'C10,00', 'accept'],
    ['a credit with funds code R', 'CR10,00', 'accept'],
    ['a debit taken back', 'RD10,00', 'accept'],
    ['a debit taken back with funds code R', 'RDR10,00', 'accept'],
    ['a credit taken back', 'RC10,00', 'accept-with-warning'],
    ['a debit with funds code R', 'DR10,00', 'accept-with-warning'],
  ])('counts %s as the mark says', (_, mark, verdict) => {
    expect(look(mt940(`:61:2605080508${mark}NTRFNONREF`)).verdict).toBe(verdict)
  })

  it('reads amounts without a comma as whole units and says so', () => {
    expect(look(mt940(':61:260508C10NTRFNONREF'))).toMatchObject({ verdict: 'accept', warnings: [{ code: 'amount', line: 5 }] })
  })

  it('reads a point for the comma, of entries and balances, and says so', () => {
    const document = look(mt940(':61:260508C10.50NTRFNONREF').replace('EUR110,00', 'EUR110.50'))
    expect(document).toMatchObject({
      ...{ verdict: 'accept', statements: [{ closing: { amount: '110.5' }, credits: { EUR: '10.5' } }] },
      warnings: [
        { code: 'amount', line: 5, message: expect.stringContaining('its point') },
        { code: 'amount', line: 6 },
      ],
    })
  })

  it('does not roll 30 February over', () => {
    const bytes = bytesOf(mt940(':61:2602300301C10,00NTRFNONREF'))
    expect(look(bytes)).toMatchObject({ verdict: 'accept', warnings: [{ code: 'date', line: 5 }] })
    const [statement] = collectFile('f', bytes, testTools).statements
    expect(statement?.entries[0]).toMatchObject({ valueDate: null, bookingDate: '2026-03-01' })
  })

  it('takes an entry date of January behind December for the next year', () => {
    const [statement] = collectFile('f', bytesOf(mt940(':61:2612310102C10,00NTRFNONREF')), testTools).statements
    expect(statement?.entries[0]).toMatchObject({ valueDate: '2026-12-31', bookingDate: '2027-01-02' })
  })

  it('warns when it is cut off, and refuses what it cannot read, with the line', () => {
    expect(look(mt940().slice(0, 50)).warnings).toMatchObject([{ code: 'balance-missing' }])
    expect(look(mt940().slice(0, 60)).reason).toMatch(/^line 5: the balance/)
    const cut = look(mt940(':61:260508C10,00NTRFNONREF').split(':62F:')[0] ?? '')
    expect(cut).toMatchObject({ verdict: 'accept-with-warning', warnings: [{ code: 'balance-missing' }] })
    expect(look(mt940(':61:260508X10,00NTRFNONREF')).reason).toMatch(/^line 5: the entry/)
    expect(look(':20:X\n:25:Y\n').reason).toContain('no balance and no entry')
  })

  it('is refused for a line longer than any, wherever it ends', () => {
    const long = (length: number) => look(mt940(':61:260508C10,00NTRFNONREF', `:86:${'x'.repeat(length)}`))
    expect(long(200_000).verdict).toBe('accept')
    expect(long(300_000).reason).toBe('line 6: the line is longer than any line of a report')
  })

  it('reads DOS letters', () => {
    const bytes = Uint8Array.from(Buffer.from(mt940(':61:260508C10,00NTRFNONREF', ':86:PRZELEW \u0088 \u00a5'), 'latin1'))
    const [statement] = collectFile('f', bytes, testTools).statements
    expect(statement?.entries[0]?.text).toBe('PRZELEW ł ą')
  })
})

describe('archives', () => {
  const inner = bytesOf(mt940(':61:260508C10,00NTRFNONREF'))

  it('are unpacked where they are whole', () => {
    expect(look(writeZip([{ name: 'a/b.sta', bytes: inner }])).verdict).toBe('accept')
    expect(look(gzipSync(inner)).verdict).toBe('accept')
  })

  it.each(['../evil', '/etc/passwd', 'C:\\evil', 'a/../../evil', '..\\evil'])('with the path %s are refused', (name) => {
    expect(look(writeZip([{ name, bytes: inner }])).reason).toContain('outside of its own folder')
  })

  it('that unfold beyond the limit are refused before they have', () => {
    const tools = { ...testTools, limits: { ...testTools.limits, unpackedBytes: 1_000_000 } }
    const bomb = new Uint8Array(5_000_000)
    expect(look(writeZip([{ name: 'bomb', bytes: bomb }]), tools).reason).toContain('unfolds to more')
    const half = new Uint8Array(600_000)
    expect(
      look(
        writeZip([
          { name: 'a', bytes: half },
          { name: 'b', bytes: half },
        ]),
        tools,
      ).reason,
    ).toContain('unfolds to more')
    expect(look(gzipSync(bomb), tools).reason).toContain('unfolds to more')
  })

  it('that are broken are refused', () => {
    const zip = writeZip([{ name: 'a', bytes: inner }])
    for (let length = 5; length < zip.length; length += 11) expect(look(zip.subarray(0, length)).verdict).toBe('reject')
    const flipped = zip.slice()
    flipped[40] = (flipped[40] ?? 0) ^ 0xff
    expect(look(flipped).verdict).toBe('reject')
    expect(look(writeZip([])).reason).toMatch(/no report|no known/)
    expect(look(gzipSync(inner).subarray(0, 30)).reason).toContain('broken')
  })
})

describe('tables', () => {
  const adyen = (...rows: string[]) =>
    [
      'Psp Reference,Type,Gross Currency,Gross Debit (GC),Gross Credit (GC),Net Currency,Net Debit (NC),Net Credit (NC),Commission (NC),Batch Number',
      ...rows,
    ].join('\n')

  it('that are cut off are refused with the line', () => {
    expect(look(adyen('1,Settled,EUR,,1.00,EUR,,0.9'))).toMatchObject({
      verdict: 'reject',
      reason: expect.stringContaining('line 2'),
    })
    expect(look(adyen('1,"Settled,EUR,,1.00,EUR,,0.90,0.10,7')).reason).toContain('inside a quotation')
    expect(look(adyen()).reason).toContain('no line under')
  })

  it('whose amounts are none are refused with the line', () => {
    expect(look(adyen('1,Settled,EUR,,1.00,EUR,,1.OO,,7')).reason).toBe('line 2: "1.OO" in column Net Credit (NC) is no amount')
    expect(look(adyen('1,Settled,EUR,,1e3,EUR,,1.00,,7')).verdict).toBe('reject')
  })

  it('tell a day that does not exist, with the line', () => {
    const rows = ['1,Settled,EUR,,1.00,EUR,,1.00,,7,2026-02-28 10:00:00', '2,Settled,EUR,,1.00,EUR,,1.00,,7,2026-02-30 10:00:00']
    expect(look(adyen(...rows).replace('Batch Number', 'Batch Number,Creation Date'))).toMatchObject({
      verdict: 'accept-with-warning',
      warnings: [{ code: 'date', line: 3, message: 'there is no day "2026-02-30"' }],
    })
  })

  it('take the sign from the column, never from the type', () => {
    const document = look(adyen('1,Settled,EUR,1.00,,EUR,1.10,,0.10,7', ',MerchantPayout,,,,EUR,,1.10,,7'))
    expect(document).toMatchObject({ verdict: 'accept', settlement: [{ gross: '-1', fees: '0.1', net: '-1.1', payout: '-1.1' }] })
  })
})

describe('a card number', () => {
  it('in a text comes out truncated, with a warning and its line', () => {
    const bytes = bytesOf(mt940(':61:260508C10,00NTRFNONREF', `:86:CARD ${TEST_CARD} REFUND`))
    expect(look(bytes)).toMatchObject({ verdict: 'accept-with-warning', warnings: [{ code: 'card-numbers', line: 5 }] })
    expect(
      JSON.stringify(collectFile('f', bytes, testTools).statements, (_, value) =>
        typeof value === 'bigint' ? `${value}` : value,
      ),
    ).not.toContain(TEST_CARD)
  })

  it('never stands in a reason', () => {
    expect(look(mt940(`:61:${TEST_CARD}`)).reason).not.toContain(TEST_CARD)
  })
})

it('no file, an empty one and noise are refused', () => {
  expect(look('').reason).toContain('empty')
  expect(look('hello').reason).toContain('no known kind')
  expect(look(new Uint8Array([0, 1, 2, 3])).verdict).toBe('reject')
})
