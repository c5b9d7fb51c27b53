import { type Bill, major, type Row, type WrittenBill } from '../row.ts'
import { dayText, utcText } from '../wall-clock.ts'

const COLUMNS =
  'automatic_payout_id,automatic_payout_effective_at_utc,balance_transaction_id,created_utc,available_on_utc,currency,gross,fee,net,reporting_category,source_id,description,charge_id,payment_metadata[order_id],card_brand'
const CATEGORIES: Readonly<Partial<Record<Row['kind'], string>>> = {
  sale: 'charge',
  refund: 'refund',
  chargeback: 'dispute',
  'chargeback-reversed': 'dispute_reversal',
}

/** Payout reconciliation, itemized: what is in one payout, which it does not announce with a line of its own. */
export function writeStripeFile({ family, batches, sentDay }: Bill): WrittenBill {
  const lines = [COLUMNS]
  const order: Row[] = []
  for (const { batch, rows } of batches) {
    for (const row of rows) {
      const charge = (row.sale?.original ?? row.sale)?.acquirerReference ?? ''
      lines.push(
        [
          batch,
          `${dayText(sentDay)} 00:00:00`,
          `txn_${row.reference.slice(3)}${order.length}`,
          utcText(row.atMs),
          `${dayText(sentDay)} 00:00:00`,
          family.currency.toLowerCase(),
          major(row.grossMinor ?? 0, family.exponent),
          major(row.fee, family.exponent),
          major(row.net, family.exponent),
          CATEGORIES[row.kind] ?? 'other_adjustment',
          row.reference,
          row.sale ? `Store ${row.sale.storeCode}` : '',
          charge,
          row.kind === 'sale' || row.kind === 'refund' ? (row.sale?.ourReference ?? '') : '',
          row.sale?.scheme ?? '',
        ].join(','),
      )
      order.push(row)
    }
  }
  return { bytes: Buffer.from(`${lines.join('\n')}\n`), order }
}
