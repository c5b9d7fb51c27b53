import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { readPaymentFlag } from '../devices/read-flagged.ts'
import { ServiceError } from '../errors.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { readTogether } from '../read-rows.ts'
import type { PaymentDetail } from './payment-detail.ts'
import { readPaymentAwayMonths, readPaymentEvents } from './read-payment-events.ts'
import { readChildren, readPaymentHead, readRelated } from './read-payment-head.ts'

export const GetPaymentInput = z.strictObject({ id: z.uuid() })
export type GetPaymentInput = z.infer<typeof GetPaymentInput>

/** One payment with its events down to the terminal's messages. Throws `not_found`. */
export async function getPayment(ctx: ServiceContext, { id }: GetPaymentInput): Promise<PaymentDetail> {
  const within = storesWithin(ctx, { kind: 'chain' })
  return readTogether(ctx, async (rows) => {
    const head = await readPaymentHead(rows, id, within)
    if (head === null) {
      throw new ServiceError('not_found', `There is no payment ${id}. Check the number, or look for it by store and time.`)
    }
    const { parentId, ...rest } = head
    return {
      ...rest,
      parent: parentId === null ? null : await readRelated(rows, parentId, within),
      children: await readChildren(rows, id, within),
      events: await readPaymentEvents(rows, id),
      awayMonths: await readPaymentAwayMonths(rows, id),
      flag: await readPaymentFlag(rows, { terminalId: head.terminal.terminalId, openedAtMs: head.row.openedAtMs }),
    }
  })
}
