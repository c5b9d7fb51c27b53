import { createLegalEntity, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { type ReceivedFile, receiveFile } from '../src/funds/files/index.ts'
import { createFileReader, type ReadingContext, type ReadingParts } from '../src/funds/reading/index.ts'
import { wholeChain } from '../src/permissions/index.ts'
import { realClock, testOpener } from '../src/testing/index.ts'
import { deriveHubKeys, registerHubKeys } from '../src/vault/index.ts'
import { newId } from './ingest-bed.ts'

export const START = Date.UTC(2026, 4, 13, 6)

export interface FundsBed {
  readonly database: TestDatabase
  readonly ctx: ReadingContext & { readonly db: TestDatabase['db'] }
  readonly parts: ReadingParts
  receive(name: string, content: string | Uint8Array, via?: 'upload' | 'folder'): Promise<ReceivedFile>
  addAccount(number: string, currency?: string): Promise<number>
  addContract(changed?: Partial<typeof CONTRACT>): Promise<void>
  file(id: number): Promise<Record<string, unknown>>
  count(
    table: 'settlement_line' | 'settlement_line_open' | 'payout' | 'bank_line' | 'bank_statement' | 'funds_file_task',
    condition?: string,
  ): Promise<number>
  close(): Promise<void>
}

/** A chain with one bank account and one contract of an acquirer, and a hub that can read files. */
export async function openFundsBed(): Promise<FundsBed> {
  const database = await openTestDatabase()
  const { pool, db } = database
  const actor = { kind: 'user', id: 'finance', sessionId: 's', reach: wholeChain, factors: [] } as const
  const ctx = { db, pool, actor, now: () => new Date(START), newId }
  await registerHubKeys({ ...ctx, actor: { kind: 'system', name: 'hub' } }, [deriveHubKeys(new Uint8Array(32))])
  const reader = createFileReader(realClock)
  const entity = await createLegalEntity(db)
  const bed: FundsBed = {
    database,
    ctx,
    parts: { opener: testOpener, reader },
    receive: (name, content, via = 'upload') =>
      receiveFile(ctx, { name, via, content: pieces(typeof content === 'string' ? Buffer.from(content) : content) }),
    async addAccount(number, currency = 'EUR') {
      const { rows } = await pool.query<{ id: number }>(
        `insert into bank_account (legal_entity_id, number, currency, name, time_zone) values ($1, $2, $3, $2, 'Europe/Berlin') returning id`,
        [entity.id, number, currency],
      )
      return rows[0]?.id ?? 0
    },
    async addContract(changed = {}) {
      const contract = { ...CONTRACT, ...changed }
      await pool.query(
        `insert into funds_contract (id, version, acquirer, merchant_account, currency, valid_from, document, made_by)
         values ($1, 1, $2, $3, $4, '2020-01-01', $5, 'test')`,
        [contract.id, contract.acquirer, contract.merchantAccount, contract.currency, JSON.stringify(contract)],
      )
    },
    async file(id) {
      const { rows } = await pool.query('select * from funds_file where id = $1', [id])
      return rows[0] ?? {}
    },
    async count(table, condition = 'true') {
      const { rows } = await pool.query<{ n: number }>(`select count(*)::int4 as n from ${table} where ${condition}`)
      return rows[0]?.n ?? 0
    },
    async close() {
      await reader.close()
      await database.close()
    },
  }
  await bed.addAccount(IBAN)
  await bed.addContract()
  return bed
}

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 70_000) yield bytes.subarray(at, at + 70_000)
}

export const IBAN = 'DE02120300000000202051'

/** In its JSON form. */
export const CONTRACT = {
  id: 'adyen-m1',
  version: 1,
  acquirer: 'adyen',
  merchantAccount: 'M1',
  currency: 'EUR',
  validFrom: '2020-01-01',
  zone: 'Europe/Berlin',
  salesDay: { closesAt: '00:00', closes: 'next_day' },
  settlementLag: 2,
  settlementCalendars: ['target2'],
  payout: { every: 'weekdays', referencePattern: 'TX\\d+XT', namePatterns: ['ADYEN'] },
  bank: { account: IBAN, calendars: ['target2'] },
  fees: [],
}

const ADYEN_NAMES =
  'Merchant Account,Psp Reference,Merchant Reference,Payment Method,Creation Date,TimeZone,Type,Modification Reference,Gross Currency,Gross Debit (GC),Gross Credit (GC),Net Currency,Net Debit (NC),Net Credit (NC),Commission (NC),Markup (NC),Scheme Fees (NC),Interchange (NC),Batch Number,Store,Terminal'

export interface AdyenGiven {
  readonly batch?: number
  readonly sales?: number
  readonly merchant?: string
  /** Replaces a line by its number, from 1. */
  readonly change?: (line: string, number: number) => string
}

/** A settlement report: sales of 10.00 less 0.10 each, and the payout of their sum. */
export function adyenReport({ batch = 380, sales = 3, merchant = 'M1', change = (line) => line }: AdyenGiven = {}): string {
  const lines = Array.from(
    { length: sales },
    (_, index) =>
      `${merchant},P${batch}-${index},R${batch}-${index},visa,2026-05-08 09:00:00,CEST,Settled,,EUR,,10.00,EUR,,9.90,0.10,,,,${batch},S1,T1`,
  )
  const sum = (sales * 9.9).toFixed(2)
  lines.push(
    `${merchant},,,,2026-05-12 01:00:00,CEST,MerchantPayout,"TX${batch}XT batch ${batch}, ${merchant}",,,,EUR,${sum},,,,,,${batch},,`,
  )
  return `${[ADYEN_NAMES, ...lines.map((line, index) => change(line, index + 1))].join('\n')}\n`
}

export interface CamtGiven {
  readonly message?: string
  readonly account?: string
  readonly sequence?: number
  readonly entries?: readonly { readonly amount: string; readonly text: string }[]
  readonly opening?: string
  readonly closing?: string
}

/** A day's statement. */
export function camt({
  message = 'M-1',
  account = IBAN,
  sequence = 91,
  entries = [{ amount: '29.70', text: 'TX380XT batch 380, M1 ADYEN' }],
  opening = '100.00',
  closing = '129.70',
}: CamtGiven = {}): string {
  const balance = (code: string, amount: string, day: string) =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>${day}</Dt></Dt></Bal>`
  const entry = ({ amount, text }: { amount: string; text: string }, index: number) =>
    `<Ntry><NtryRef>${sequence}-${index}</NtryRef><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-05-12</Dt></BookgDt><ValDt><Dt>2026-05-12</Dt></ValDt><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls><TxDtls><RmtInf><Ustrd>${text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>${message}</MsgId><CreDtTm>2026-05-12T22:00:00</CreDtTm></GrpHdr>
<Stmt><Id>${message}-S</Id><ElctrncSeqNb>${sequence}</ElctrncSeqNb><Acct><Id><IBAN>${account}</IBAN></Id></Acct>${balance('OPBD', opening, '2026-05-12')}${balance('CLBD', closing, '2026-05-12')}
${entries.map(entry).join('\n')}
</Stmt></BkToCstmrStmt></Document>
`
}

/** A notice of one entry that the bank has booked in one, with each transaction in it. */
export function camtNotice({
  message = 'N-1',
  reference,
  parts,
}: {
  readonly message?: string
  readonly reference: string
  readonly parts: readonly { readonly amount: string; readonly text: string }[]
}): string {
  const sum = parts.reduce((all, { amount }) => all + Number(amount), 0).toFixed(2)
  const details = parts.map(
    ({ amount, text }) =>
      `<TxDtls><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><RmtInf><Ustrd>${text}</Ustrd></RmtInf></TxDtls>`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>${message}</MsgId><CreDtTm>2026-05-12T22:00:00</CreDtTm></GrpHdr>
<Ntfctn><Id>${message}-N</Id><Acct><Id><IBAN>${IBAN}</IBAN></Id></Acct>
<Ntry><NtryRef>${reference}</NtryRef><Amt Ccy="EUR">${sum}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-05-12</Dt></BookgDt><ValDt><Dt>2026-05-12</Dt></ValDt><NtryDtls>${details.join('')}</NtryDtls></Ntry>
</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>
`
}
