import { type Batch, type Bill, major, type Row, type WrittenBill } from '../row.ts'
import { midnight, wallText } from '../wall-clock.ts'

const COLUMNS =
  'Company Account,Merchant Account,Psp Reference,Merchant Reference,Payment Method,Creation Date,TimeZone,Type,Modification Reference,Gross Currency,Gross Debit (GC),Gross Credit (GC),Exchange Rate,Net Currency,Net Debit (NC),Net Credit (NC),Commission (NC),Markup (NC),Scheme Fees (NC),Interchange (NC),Payment Method Variant,Modification Merchant Reference,Batch Number,Reserved4,Reserved5,Reserved6,Reserved7,Reserved8,Reserved9,Reserved10,Store,Terminal,Authorisation Code,Card Number'

const TYPES: Readonly<Record<Row['kind'], string>> = {
  sale: 'Settled',
  refund: 'Refunded',
  chargeback: 'Chargeback',
  'chargeback-reversed': 'ChargebackReversed',
  reserve: 'DepositCorrection',
  transfer: 'Balancetransfer',
  invoice: 'InvoiceDeduction',
}

/** Settlement details of all merchant accounts of the company for one sales day, each with its batch and its payout. */
export function writeAdyenFile(bill: Bill): WrittenBill {
  const lines = [COLUMNS]
  const order: (Row | null)[] = []
  for (const batch of bill.batches) {
    for (const row of batch.rows) {
      lines.push(writeRow(row, batch, bill))
      order.push(row)
    }
    if (batch.announcedMinor === null) continue
    lines.push(writePayout(batch, batch.announcedMinor, bill))
    order.push(null)
  }
  return { bytes: Buffer.from(`${lines.join('\n')}\n`), order }
}

function writeRow(row: Row, { batch }: Batch, { family }: Bill): string {
  const { sale, kind, grossMinor } = row
  const original = sale?.original ?? sale
  const gross = grossMinor ?? 0
  const net = row.net
  return [
    'CounterfoilStores',
    row.merchant,
    sale ? (original?.acquirerReference ?? '') : '',
    sale ? (original?.ourReference ?? '') : '',
    sale?.scheme ?? '',
    wallText(family.clock, row.atMs),
    family.clock.nameAt(row.atMs),
    TYPES[kind],
    kind === 'sale' ? '' : row.reference,
    grossMinor === null ? '' : row.grossCurrency,
    grossMinor !== null && gross < 0 ? major(-gross) : '',
    grossMinor !== null && gross >= 0 ? major(gross) : '',
    grossMinor === null ? '' : '1',
    family.currency,
    net < 0 ? major(-net) : '',
    net >= 0 ? major(net) : '',
    row.fee === 0 ? '' : major(row.fee),
    ',,,',
    '',
    batch,
    ',,,,,,',
    sale ? sale.storeCode : '',
    sale ? sale.terminalCode : '',
    sale && kind === 'sale' ? sale.authorisationCode : '',
    sale ? `411111******${sale.last4}` : '',
  ].join(',')
}

function writePayout({ merchant, batch, payoutReference }: Batch, sentMinor: number, { family, sentDay }: Bill): string {
  const at = midnight(family.clock, sentDay) + 3_600_000
  const before = `CounterfoilStores,${merchant},,,,${wallText(family.clock, at)},${family.clock.nameAt(at)},MerchantPayout`
  const text = `"${payoutReference} batch ${batch}, ${merchant}"`
  return `${before},${text},,,,,${family.currency},${major(sentMinor)},,,,,,,,${batch},,,,,,,,,,,`
}
