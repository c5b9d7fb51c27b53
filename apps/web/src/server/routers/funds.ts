import {
  ArrivalForecastInput,
  AssignExceptionInput,
  assignException,
  BankLineInput,
  ChangeResolutionLimitInput,
  CheckFeesInput,
  ConfirmLinkInput,
  changeResolutionLimit,
  checkFees,
  confirmLink,
  DecideProposalInput,
  decideProposal,
  FileCalendarInput,
  FundsBoardInput,
  FundsPaymentsInput,
  GetExceptionInput,
  getAgreements,
  getArrivalForecast,
  getBankLine,
  getException,
  getFileCalendar,
  getFundsBoard,
  getPaymentFunds,
  getPayout,
  LinkByHandInput,
  ListExceptionsInput,
  ListLinkCandidatesInput,
  linkByHand,
  listExceptions,
  listFundsPayments,
  listLinkCandidates,
  listOwingStores,
  listResolutionLimits,
  listSilentTerminals,
  NoteExceptionInput,
  noteException,
  OwingStoresInput,
  PaymentFundsInput,
  PayoutInput,
  ReopenExceptionInput,
  ResolveExceptionInput,
  reopenException,
  resolveException,
  SilentTerminalsInput,
  UndoLinkInput,
  undoLink,
} from '@counterfoil/services/funds'
import { AskBundleInput, askBundle, listBundles } from '@counterfoil/services/funds/bundle'
import { ExportClaimsInput, exportClaims, listClaimable } from '@counterfoil/services/funds/claims'
import { getRates } from '@counterfoil/services/rates'
import { z } from 'zod'
import { procedure, router } from '../trpc.ts'

const reading = { permission: 'funds.read', audit: 'unlogged' } as const

export const fundsRouter = router({
  board: procedure(reading)
    .input(FundsBoardInput)
    .query(({ ctx, input }) => getFundsBoard(ctx.services, input)),
  /** What currencies are added up with, each with its date. */
  rates: procedure(reading).query(({ ctx }) => getRates(ctx.services)),
  /** Contracts, routes, accounts, expected files and calendars: what expectations are made by. */
  agreements: procedure({ permission: 'funds.files', audit: 'unlogged' }).query(({ ctx }) => getAgreements(ctx.services)),
  owingStores: procedure(reading)
    .input(OwingStoresInput)
    .query(({ ctx, input }) => listOwingStores(ctx.services, input)),
  payments: procedure(reading)
    // What an infinite query adds of itself.
    .input(FundsPaymentsInput.extend({ direction: z.literal('forward').optional() }))
    .query(({ ctx, input: { direction: _, ...input } }) => listFundsPayments(ctx.services, input)),
  forecast: procedure(reading)
    .input(ArrivalForecastInput)
    .query(({ ctx, input }) => getArrivalForecast(ctx.services, input)),
  fees: procedure(reading)
    .input(CheckFeesInput)
    .query(({ ctx, input }) => checkFees(ctx.services, input)),
  silentTerminals: procedure(reading)
    .input(SilentTerminalsInput)
    .query(({ ctx, input }) => listSilentTerminals(ctx.services, input)),
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
  /** Bundles are taken through `/api/download`: they are too large for an answer here. */
  bundles: procedure({ permission: 'funds.prove', audit: 'unlogged' }).query(({ ctx }) => listBundles(ctx.services)),
  askBundle: procedure({ permission: 'funds.prove', audit: 'funds_bundle.asked' })
    .input(AskBundleInput)
    .mutation(({ ctx, input }) => askBundle(ctx.services, input)),
  /** Acquirers there is something to claim of. */
  claimable: procedure({ permission: 'funds.handle', audit: 'unlogged' }).query(({ ctx }) => listClaimable(ctx.services)),
  exportClaims: procedure({ permission: 'funds.handle', audit: 'funds_claims.exported' })
    .input(ExportClaimsInput)
    .mutation(({ ctx, input }) => exportClaims(ctx.services, input)),
  noteException: procedure({ permission: 'funds.handle', audit: 'exception.noted' })
    .input(NoteExceptionInput)
    .mutation(({ ctx, input }) => noteException(ctx.services, input)),
  assignException: procedure({ permission: 'funds.handle', audit: 'exception.assigned' })
    .input(AssignExceptionInput)
    .mutation(({ ctx, input }) => assignException(ctx.services, input)),
  /** Ends it where the sum is small, else asks for another person's word. */
  resolveException: procedure({ permission: 'funds.handle', audit: 'exception.resolved' })
    .input(ResolveExceptionInput)
    .mutation(({ ctx, input }) => resolveException(ctx.services, input)),
  decideProposal: procedure({ permission: 'funds.handle', audit: 'exception.resolved' })
    .input(DecideProposalInput)
    .mutation(({ ctx, input }) => decideProposal(ctx.services, input)),
  reopenException: procedure({ permission: 'funds.handle', audit: 'exception.reopened' })
    .input(ReopenExceptionInput)
    .mutation(({ ctx, input }) => reopenException(ctx.services, input)),
  resolutionLimits: procedure(reading).query(({ ctx }) => listResolutionLimits(ctx.services)),
  changeResolutionLimit: procedure({ permission: 'funds.limit', audit: 'resolution_limit.changed', fresh: true })
    .input(ChangeResolutionLimitInput)
    .mutation(({ ctx, input }) => changeResolutionLimit(ctx.services, input)),
  /** What could mend an exception: whoever links sees rows of the whole chain. */
  linkCandidates: procedure({ permission: 'funds.link', audit: 'unlogged' })
    .input(ListLinkCandidatesInput)
    .query(({ ctx, input }) => listLinkCandidates(ctx.services, input)),
  linkByHand: procedure({ permission: 'funds.link', audit: 'funds_link.made' })
    .input(LinkByHandInput)
    .mutation(({ ctx, input }) => linkByHand(ctx.services, input)),
  /** Yes to what a run has proposed. */
  confirmLink: procedure({ permission: 'funds.link', audit: 'funds_link.made' })
    .input(ConfirmLinkInput)
    .mutation(({ ctx, input }) => confirmLink(ctx.services, input)),
  undoLink: procedure({ permission: 'funds.link', audit: 'funds_link.undone' })
    .input(UndoLinkInput)
    .mutation(({ ctx, input }) => undoLink(ctx.services, input)),
  /** Belongs to a payment: whoever may read that may read where its money is. */
  ofPayment: procedure({ permission: 'payments.read', audit: 'unlogged' })
    .input(PaymentFundsInput)
    .query(({ ctx, input }) => getPaymentFunds(ctx.services, input)),
})
