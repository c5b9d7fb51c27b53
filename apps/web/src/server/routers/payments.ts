import {
  GetPaymentInput,
  getPayment,
  ListPaymentsInput,
  listPaymentChoices,
  listPayments,
  PaymentChoicesInput,
  RevealFirstSixInput,
  revealFirstSix,
} from '@counterfoil/services/payments'
import { z } from 'zod'
import { procedure, router } from '../trpc.ts'

export const paymentsRouter = router({
  list: procedure({ permission: 'payments.read', audit: 'unlogged' })
    // The browser's paging says which way it goes; there is one way only.
    .input(ListPaymentsInput.extend({ direction: z.literal('forward').optional() }))
    .query(({ ctx, input: { filter, cursor, limit } }) => listPayments(ctx.services, { filter, cursor, limit })),
  choices: procedure({ permission: 'payments.read', audit: 'unlogged' })
    .input(PaymentChoicesInput)
    .query(({ ctx, input }) => listPaymentChoices(ctx.services, input)),
  get: procedure({ permission: 'payments.read', audit: 'unlogged' })
    .input(GetPaymentInput)
    .query(({ ctx, input }) => getPayment(ctx.services, input)),
  /** The first six digits, which no other answer holds; reading them is an act of its own. */
  revealFirstSix: procedure({ permission: 'cards.first_six', audit: 'card.first_six_read' })
    .input(RevealFirstSixInput)
    .mutation(({ ctx, input }) => revealFirstSix(ctx.services, input)),
})
