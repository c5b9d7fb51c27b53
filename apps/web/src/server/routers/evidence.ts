import {
  AddEvidenceScheduleInput,
  AskPackageInput,
  addEvidenceSchedule,
  askPackage,
  listPackages,
  RemoveEvidenceScheduleInput,
  removeEvidenceSchedule,
} from '@counterfoil/services/evidence'
import { procedure, router } from '../trpc.ts'

/** Packages are taken through `/api/download`: they are too large for an answer here. */
export const evidenceRouter = router({
  list: procedure({ permission: 'audit.read', audit: 'unlogged' }).query(({ ctx }) => listPackages(ctx.services)),
  ask: procedure({ permission: 'audit.review', audit: 'evidence.asked' })
    .input(AskPackageInput)
    .mutation(({ ctx, input }) => askPackage(ctx.services, input)),
  schedule: procedure({ permission: 'audit.review', audit: 'evidence.scheduled' })
    .input(AddEvidenceScheduleInput)
    .mutation(({ ctx, input }) => addEvidenceSchedule(ctx.services, input)),
  unschedule: procedure({ permission: 'audit.review', audit: 'evidence.unscheduled' })
    .input(RemoveEvidenceScheduleInput)
    .mutation(({ ctx, input }) => removeEvidenceSchedule(ctx.services, input)),
})
