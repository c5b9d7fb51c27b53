import { linkByHand, resolveException, undoLink } from '../../src/funds/index.ts'
import { adyenReport, camt } from '../funds-bed.ts'
import type { BundleBed } from './bundle-bed.ts'

/**
 * May of a small chain: a batch that arrives, one that is short and paid in June, a link that a person made anew, a statement with a
 * card number in it, a file nobody can read.
 */
export async function tellStory({ bed, finance, bring }: BundleBed): Promise<void> {
  bed.moveTo('2026-05-08')
  for (const nth of [0, 1, 2]) await bed.pay({ day: '2026-05-08', basket: `R380-${nth}`, amountMinor: 1_000 })
  await bed.run()
  bed.moveTo('2026-05-12')
  await bring('batch-380.csv', adyenReport())
  await bed.run()
  await bring('statement-91.xml', camt())
  const with4111 = camt({
    message: 'M-2',
    sequence: 92,
    opening: '129.70',
    closing: '124.70',
    entries: [{ amount: '5.00', text: 'refund of card 4111 1111 1111 1111 and no acquirer' }],
  })
  await bring(
    'statement-92.xml',
    with4111
      .replaceAll('2026-05-12', '2026-05-13')
      .replace('<CdtDbtInd>CRDT</CdtDbtInd><Sts>', '<CdtDbtInd>DBIT</CdtDbtInd><Sts>'),
  )
  await bring('notes.bin', 'nothing that anybody can read')
  await bed.run()
  const { rows } = await bed.database.owner.query<{ key: string; from_id: string; to_id: string }>(
    `select key, from_id, to_id from funds_allocation where join_kind = 'payment_line' order by key limit 1`,
  )
  const [link] = rows
  if (link === undefined) throw new Error('nothing was linked')
  await undoLink(finance, { key: link.key, reason: 'to be looked at' })
  await bed.run()
  await linkByHand(finance, { join: 'payment_line', from: link.from_id, to: link.to_id, reason: 'it was right after all' })
  await bed.run()
  bed.moveTo('2026-05-28')
  for (const nth of [0, 1, 2]) await bed.pay({ day: '2026-05-28', basket: `R381-${nth}`, amountMinor: 1_000 })
  bed.moveTo('2026-05-30')
  const short = adyenReport({
    batch: 381,
    change: (line, number) => (number === 1 ? line.replace('10.00', '9.00').replace('9.90', '8.90') : line),
  })
  await bring(
    'batch-381.csv',
    short.replace('29.70', '28.70').replaceAll('2026-05-08', '2026-05-28').replaceAll('2026-05-12', '2026-05-30'),
  )
  await bed.run()
  const [found] = (await bed.exceptions()).filter(({ code }) => code === 'SHORT_PAID')
  await resolveException(finance, { key: found?.key ?? '', resolution: 'accepted', body: 'one euro, agreed on the telephone' })
}
