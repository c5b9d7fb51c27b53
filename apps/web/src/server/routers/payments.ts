import {
  GetPaymentInput,
  getPayment,
  ListPaymentsInput,
  listPaymentChoices,
  listPayments,
  PaymentChoicesInput,
} from '@counterfoil/services/payments'
import { procedure, router } from '../trpc.ts'

export const paymentsRouter = router({
  list: procedure('payments.read')
    .input(ListPaymentsInput)
    .query(({ ctx, input }) => listPayments(ctx.services, input)),
  choices: procedure('payments.read')
    .input(PaymentChoicesInput)
    .query(({ ctx, input }) => listPaymentChoices(ctx.services, input)),
  get: procedure('payments.read')
    .input(GetPaymentInput)
    .query(({ ctx, input }) => getPayment(ctx.services, input)),
})
