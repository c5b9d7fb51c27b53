import {
  BeginCommissioningInput,
  beginCommissioning,
  beginTests,
  CommissioningRef,
  GetCommissioningInput,
  GoLiveInput,
  getCommissioning,
  goLive,
  ListCommissioningsInput,
  listCommissionings,
  MakeStoreCodeInput,
  makeStoreCode,
  ReturnCommissioningInput,
  returnCommissioning,
  SetDesignInput,
  SetRequirementsInput,
  setDesign,
  setRequirements,
  signCommissioning,
  TakeReportInput,
  takeReport,
  withdrawCommissioning,
} from '@counterfoil/services/commissioning'
import { procedure, router } from '../trpc.ts'

const read = { permission: 'commissioning.read' } as const
const change = { permission: 'commissioning.change' } as const
const approve = { permission: 'commissioning.approve' } as const

/** How stores come to sell. */
export const commissioningRouter = router({
  list: procedure({ ...read, audit: 'unlogged' })
    .input(ListCommissioningsInput)
    .query(({ ctx, input }) => listCommissionings(ctx.services, input)),
  get: procedure({ ...read, audit: 'unlogged' })
    .input(GetCommissioningInput)
    .query(({ ctx, input }) => getCommissioning(ctx.services, input)),
  begin: procedure({ ...change, audit: 'commissioning.begun' })
    .input(BeginCommissioningInput)
    .mutation(({ ctx, input }) => beginCommissioning(ctx.services, input)),
  setRequirements: procedure({ ...change, audit: 'commissioning.planned' })
    .input(SetRequirementsInput)
    .mutation(({ ctx, input }) => setRequirements(ctx.services, input)),
  setDesign: procedure({ ...change, audit: 'commissioning.planned' })
    .input(SetDesignInput)
    .mutation(({ ctx, input }) => setDesign(ctx.services, input)),
  /** Whoever has the code can speak for the store: it asks for a fresh factor as a token does. */
  makeCode: procedure({ ...change, audit: 'join_code.made', fresh: true })
    .input(MakeStoreCodeInput)
    .mutation(({ ctx, input }) => makeStoreCode(ctx.services, input)),
  beginTests: procedure({ ...change, audit: 'commissioning.tests_begun' })
    .input(CommissioningRef)
    .mutation(({ ctx, input }) => beginTests(ctx.services, input)),
  sign: procedure({ ...change, audit: 'commissioning.signed', fresh: true })
    .input(CommissioningRef)
    .mutation(({ ctx, input }) => signCommissioning(ctx.services, input)),
  /** The second person. */
  goLive: procedure({ ...approve, audit: 'commissioning.live', fresh: true })
    .input(GoLiveInput)
    .mutation(({ ctx, input }) => goLive(ctx.services, input)),
  giveBack: procedure({ ...approve, audit: 'commissioning.returned' })
    .input(ReturnCommissioningInput)
    .mutation(({ ctx, input }) => returnCommissioning(ctx.services, input)),
  withdraw: procedure({ ...change, audit: 'commissioning.withdrawn' })
    .input(ReturnCommissioningInput)
    .mutation(({ ctx, input }) => withdrawCommissioning(ctx.services, input)),
  /** Gives a file, which is recorded: hence no query. */
  report: procedure({ ...read, audit: 'commissioning.report_taken' })
    .input(TakeReportInput)
    .mutation(({ ctx, input }) => takeReport(ctx.services, input)),
})
