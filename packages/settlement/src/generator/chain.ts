import { isCivilDay } from '../calendars/civil-day.ts'
import type { Bank } from './bank.ts'
import { openBank } from './bank.ts'
import { FAMILIES, type Family } from './families.ts'
import { type Ledger, openLedger } from './file-payouts.ts'
import type { Counter } from './make-sale.ts'
import { openInvoices } from './nordpay-rows.ts'
import { bucketOf, type ChainOptions, dueDayOf, type Plan, planChain } from './plan.ts'
import { Chance } from './random.ts'
import type { Batch, Bill, Row, WrittenBill } from './row.ts'
import { type Selling, sell } from './sell.ts'
import { tellBill } from './tell-bill.ts'
import type { ChainSink } from './truth.ts'
import { dayText } from './wall-clock.ts'
import { nameOfBill, writeBill } from './write-bill.ts'

/**
 * A chain of 200 stores through 30 days and what follows them: what its tills recorded, the files of its acquirers and banks in
 * their real formats, and apart from these what is true. The same seed makes the same bytes; nothing but open days is kept.
 */
export function generateChain(options: ChainOptions, sink: ChainSink): Plan {
  const plan = planChain(options)
  const chance = new Chance(options.seed)
  const bank = openBank(plan, chance, sink)
  const counter: Counter = { next: 1 }
  const trades = FAMILIES.map((family) => openTrade(family, { plan, chance, counter, sink, bank }))
  for (let day = plan.firstDay; day <= plan.endDay; day++) {
    for (const trade of trades) trade.live(day)
    bank.closeDay(day)
  }
  return plan
}

interface World {
  readonly plan: Plan
  readonly chance: Chance
  readonly counter: Counter
  readonly sink: ChainSink
  readonly bank: Bank
}

function openTrade(family: Family, world: World) {
  const { plan, chance, counter, sink } = world
  const buckets = new Map<number, Row[]>()
  const acts = new Map<number, (() => void)[]>()
  const ledger = openLedger(family, plan, chance)
  const invoices = openInvoices(family, plan, chance)
  const selling: Selling = {
    ...{ family, plan, chance, counter, sink },
    put(row, day) {
      const bucket = bucketOf(family, day)
      const rows = buckets.get(bucket)
      if (rows) rows.push(row)
      else buckets.set(bucket, [row])
    },
    later(day, act) {
      const known = acts.get(day)
      if (known) known.push(act)
      else acts.set(day, [act])
    },
  }
  return {
    live(day: number): void {
      if (day <= plan.lastDay) {
        const expected = plan.salesOn(family, day)
        const count = Math.floor(expected) + (chance.next() < expected % 1 ? 1 : 0)
        for (let sale = 0; sale < count; sale++) sell(selling, day)
      }
      const due = acts.get(day) ?? []
      for (let at = 0; at < due.length; at++) due[at]?.()
      acts.delete(day)
      for (const row of invoices.rowsOn(day, buckets.get(bucketOf(family, day)) ?? [])) selling.put(row, day)
      const bucket = bucketOf(family, day)
      if (bucketOf(family, day + 1) === bucket) return
      const rows = buckets.get(bucket)
      buckets.delete(bucket)
      if (rows && rows.length > 0) closeBucket(family, world, ledger, bucket, day, rows)
    },
  }
}

function closeBucket(family: Family, world: World, ledger: Ledger, bucket: number, day: number, rows: readonly Row[]): void {
  const { plan, sink, bank } = world
  const fault = plan.fileFaults.get(`${family.id} ${bucket}`)
  const known = fault !== 'lost' && fault !== 'truncated'
  const byMerchant = Map.groupBy(rows, ({ merchant }) => merchant)
  const closed = [...byMerchant.keys()]
    .sort()
    .map((merchant) => ledger.close(merchant, bucket, byMerchant.get(merchant) ?? [], known))
  const dueDay = dueDayOf(family, day)
  const bill: Bill = {
    family,
    name: nameOfBill(family.id, bucket),
    day,
    sentDay: dueDay,
    batches: closed.map(({ batch }) => batch),
  }
  const written = writeBill(bill)
  if (known) tellBill(bill, written.order, sink)
  else
    for (const missing of new Set(rows.map(({ salesDay }) => salesDay)))
      if (bucketOf(family, missing) === bucket && missing <= plan.lastDay)
        sink.truth({ is: 'exception', code: 'FILE_MISSING', subject: `${family.id} ${dayText(missing)}`, amountMinor: 0 })
  deliver(bill, written, fault, sink)
  for (const { sent } of closed) {
    if (!sent) continue
    if (sent.untied && known) sink.truth({ is: 'exception', code: 'BATCH_DOES_NOT_TIE', subject: sent.payout, amountMinor: 0 })
    bank.send(family, sent, { dueDay, dueByLines: dueByLines(family, sent.batch, dueDay), known })
  }
}

/** Of a numbered batch its lines alone tell the day: with nothing but stragglers in it, it is late for all it holds. */
function dueByLines(family: Family, { rows, batch }: Batch, dueDay: number): number {
  const days = rows.flatMap(({ kind, salesDay }) => (kind === 'sale' || kind === 'refund' ? [salesDay] : []))
  return isCivilDay(batch) || days.length === 0 ? dueDay : dueDayOf(family, Math.max(...days))
}

function deliver(bill: Bill, { bytes }: WrittenBill, fault: string | undefined, sink: ChainSink): void {
  const { family, name } = bill
  const file = { name, folder: 'acquirer', source: family.id, bytes } as const
  const first = `early_${name}`
  switch (fault) {
    case 'lost':
      return
    case 'truncated':
      sink.file({ ...file, bytes: bytes.subarray(0, Math.floor(bytes.length * 0.6)) })
      return
    case 'corrected':
      sink.file({ ...file, name: first, bytes: writeBill(spoil(bill)).bytes })
      sink.truth({ is: 'exception', code: 'DUPLICATE_FILE', subject: first, amountMinor: 0 })
      sink.file(file)
      return
    case 'twice':
      sink.file(file)
      sink.file({ ...file, name: `again_${name}` })
      sink.truth({ is: 'exception', code: 'DUPLICATE_FILE', subject: `again_${name}`, amountMinor: 0 })
      return
    default:
      sink.file(file)
  }
}

/** The first edition of a corrected file: every tenth sale says another amount. */
function spoil(bill: Bill): Bill {
  let count = 0
  const wrong = (row: Row): Row =>
    row.kind === 'sale' && ++count % 10 === 1 ? { ...row, grossMinor: (row.grossMinor ?? 0) + 100, net: row.net + 100 } : row
  return { ...bill, batches: bill.batches.map((batch) => ({ ...batch, rows: batch.rows.map(wrong) })) }
}
