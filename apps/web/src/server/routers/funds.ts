import {
  ArrivalForecastInput,
  BankLineInput,
  FileCalendarInput,
  FundsBoardInput,
  FundsPaymentsInput,
  GetExceptionInput,
  getArrivalForecast,
  getBankLine,
  getException,
  getFileCalendar,
  getFundsBoard,
  getPaymentFunds,
  getPayout,
  ListExceptionsInput,
  listExceptions,
  listFundsPayments,
  listOwingStores,
  OwingStoresInput,
  PaymentFundsInput,
  PayoutInput,
} from '@counterfoil/services/funds'
import { getRates } from '@counterfoil/services/rates'
import { procedure, router } from '../trpc.ts'

const reading = { permission: 'funds.read', audit: 'unlogged' } as const

export const fundsRouter = router({
  board: procedure(reading)
    .input(FundsBoardInput)
    .query(({ ctx, input }) => getFundsBoard(ctx.services, input)),
  /** What currencies are added up with, each with its date. */
  rates: procedure(reading).query(({ ctx }) => getRates(ctx.services)),
  owingStores: procedure(reading)
    .input(OwingStoresInput)
    .query(({ ctx, input }) => listOwingStores(ctx.services, input)),
  payments: procedure(reading)
    .input(FundsPaymentsInput)
    .query(({ ctx, input }) => listFundsPayments(ctx.services, input)),
  forecast: procedure(reading)
    .input(ArrivalForecastInput)
    .query(({ ctx, input }) => getArrivalForecast(ctx.services, input)),
  fileCalendar: procedure(reading)
    .input(FileCalendarInput)
    .query(({ ctx, input }) => getFileCalendar(ctx.services, input)),
  exceptions: procedure(reading)
    .input(ListExceptionsInput)
    .query(({ ctx, input }) => listExceptions(ctx.services, input)),
  exception: procedure(reading)
    .input(GetExceptionInput)
    .query(({ ctx, input }) => getException(ctx.services, input)),
  payout: procedure(reading)
    .input(PayoutInput)
    .query(({ ctx, input }) => getPayout(ctx.services, input)),
  bankLine: procedure(reading)
    .input(BankLineInput)
    .query(({ ctx, input }) => getBankLine(ctx.services, input)),
  /** Belongs to a payment: whoever may read that may read where its money is. */
  ofPayment: procedure({ permission: 'payments.read', audit: 'unlogged' })
    .input(PaymentFundsInput)
    .query(({ ctx, input }) => getPaymentFunds(ctx.services, input)),
})
