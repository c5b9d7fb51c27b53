import { CALENDARS, type CalendarTable, type Contract, parseContract } from '@counterfoil/settlement/funds'
import type pg from 'pg'
import { plainNumber } from './plain-number.ts'

export interface KnownAccount {
  readonly id: number
  readonly number: string
  readonly name: string
  readonly currency: string
}

/** An expected file: what it is about, where the file itself does not say. */
export interface KnownSource {
  readonly id: number
  readonly kind: 'acquirer' | 'bank'
  readonly acquirer: string | null
  readonly merchantAccount: string | null
  readonly accountNumber: string | null
  readonly format: string | null
  readonly mappingId: string | null
}

/** What the chain knows of itself: nothing that a file says is taken for the chain's unless it stands here. */
export interface Known {
  readonly accounts: readonly KnownAccount[]
  readonly contracts: readonly Contract[]
  readonly calendars: readonly CalendarTable[]
  readonly sources: readonly KnownSource[]
}

/** What changes whenever something of it changes: contracts and calendars are only ever added. */
const EDITION = `select (select count(*) from funds_contract) || ' ' || (select count(*) from funds_calendar) || ' '
  || coalesce((select md5(string_agg(a::text, E'\\n' order by a.id)) from bank_account a), '') || ' '
  || coalesce((select md5(string_agg(s::text, E'\\n' order by s.id)) from funds_source s), '') as edition`

/** Reads it anew only when it has changed: a chain has hundreds of contracts, and most files are small. */
export function openKnownReader(): (client: Pick<pg.Pool | pg.PoolClient, 'query'>) => Promise<Known> {
  let held: { readonly edition: string; readonly known: Known } | null = null
  return async (client) => {
    const { rows } = await client.query<{ edition: string }>(EDITION)
    const edition = rows[0]?.edition ?? ''
    if (held?.edition !== edition) held = { edition, known: await readKnown(client) }
    return held.known
  }
}

async function readKnown(client: Pick<pg.Pool | pg.PoolClient, 'query'>): Promise<Known> {
  const accounts = await client.query<KnownAccount>('select id, number, name, currency from bank_account order by id')
  const contracts = await client.query<{ id: string; version: number; document: unknown }>(
    'select id, version, document from funds_contract order by id, version',
  )
  const calendars = await client.query<{ document: CalendarTable }>(
    'select distinct on (name) document from funds_calendar order by name, version desc',
  )
  const sources = await client.query<KnownSource>(
    `select s.id, s.kind, s.acquirer, s.merchant_account as "merchantAccount", a.number as "accountNumber", s.format,
       s.mapping_id as "mappingId" from funds_source s left join bank_account a on a.id = s.bank_account_id order by s.id`,
  )
  return {
    accounts: accounts.rows.map((account) => ({ ...account, number: plainNumber(account.number) })),
    contracts: contracts.rows.map(contractOf),
    calendars: calendars.rows.length > 0 ? calendars.rows.map(({ document }) => document) : CALENDARS,
    sources: sources.rows,
  }
}

function contractOf({ id, version, document }: { id: string; version: number; document: unknown }): Contract {
  const parsed = parseContract(document)
  if (!parsed.ok) throw new RangeError(`contract ${id} version ${version} cannot be read: ${parsed.problems[0]?.message}`)
  return parsed.contract
}
