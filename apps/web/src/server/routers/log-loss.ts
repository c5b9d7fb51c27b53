import { ConfirmLossInput, confirmLoss, DeclareLossInput, declareLoss, findOpenLoss } from '@counterfoil/services/witnesses'
import { procedure, router } from '../trpc.ts'

/** A hub that was restored from a backup. The log is the whole chain's, and so are those who may say what became of it. */
const change = { permission: 'people.change', fresh: true } as const

export const logLossRouter = router({
  /** Null while agents have seen nothing that is not here. */
  open: procedure({ permission: 'people.read', audit: 'unlogged' }).query(({ ctx }) => findOpenLoss(ctx.services)),
  declare: procedure({ ...change, audit: 'log.loss_declared' })
    .input(DeclareLossInput)
    .mutation(({ ctx, input }) => declareLoss(ctx.services, input)),
  confirm: procedure({ ...change, audit: 'log.restored' })
    .input(ConfirmLossInput)
    .mutation(({ ctx, input }) => confirmLoss(ctx.services, input)),
})
