import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { readTogether } from '../read-rows.ts'
import type { PaymentDetail } from './payment-detail.ts'
import { readPaymentEvents } from './read-payment-events.ts'
import { readChildren, readPaymentHead, readRelated } from './read-payment-head.ts'

export const GetPaymentInput = z.strictObject({ id: z.uuid() })
export type GetPaymentInput = z.infer<typeof GetPaymentInput>

/** One payment with its events down to the terminal's messages. Throws `not_found`. */
export async function getPayment(ctx: ServiceContext, { id }: GetPaymentInput): Promise<PaymentDetail> {
  return readTogether(ctx, async (rows) => {
    const head = await readPaymentHead(rows, id)
    if (head === null) {
      throw new ServiceError('not_found', `There is no payment ${id}. Check the number, or look for it by store and time.`)
    }
    const { parentId, ...rest } = head
    return {
      ...rest,
      parent: parentId === null ? null : await readRelated(rows, parentId),
      children: await readChildren(rows, id),
      events: await readPaymentEvents(rows, id),
    }
  })
}
