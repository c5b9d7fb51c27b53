import { expect, it } from 'vitest'
import { inspect } from '../../inspect.ts'
import { bytesOf } from '../../testing/bytes.ts'
import { testTools } from '../../testing/test-tools.ts'

const NAMES = 'automatic_payout_id,balance_transaction_id,created,currency,gross,fee,net,reporting_category,source_id'
const look = (...rows: string[]) => inspect('report.csv', bytesOf(`${[NAMES, ...rows].join('\n')}\n`), testTools)
const SALE = 'po_1,txn_1,2026-05-12 10:00:00,eur,10.00,0.30,9.70,charge,ch_1'

it('is known whatever separates its columns', () => {
  for (const separator of [',', ';', '\t']) {
    const bytes = bytesOf([NAMES, SALE, ''].join('\r\n').replaceAll(',', separator))
    expect(inspect('report.csv', bytes, testTools)).toMatchObject({
      ...{ verdict: 'accept', format: 'stripe-payout-recon' },
      settlement: [{ batch: 'po_1', gross: '10', fees: '0.3', net: '9.7' }],
    })
  }
})

it('is refused where a line has no net amount: nothing is not zero', () => {
  expect(look(SALE, SALE.replace('10.00,0.30,9.70', ',,'))).toMatchObject({
    ...{ verdict: 'reject', reason: 'line 3: a line has no net amount' },
  })
})
