import {
  ChangeClassInput,
  changeClass,
  ExportInspectionsInput,
  exportInspections,
  GetDeviceInspectionsInput,
  GetStoreChecklistInput,
  getDeviceInspections,
  getStoreChecklist,
  ListInspectionsInput,
  ListTasksInput,
  listClasses,
  listInspections,
  listTasks,
  listTrainings,
  RecordInspectionInput,
  RecordTrainingInput,
  recordInspection,
  recordTraining,
  WithdrawTrainingInput,
  withdrawTraining,
} from '@counterfoil/services/inspections'
import { z } from 'zod'
import { procedure, router } from '../trpc.ts'

const read = { permission: 'inspections.read', audit: 'unlogged' } as const
const change = { permission: 'inspections.change' } as const

export const inspectionsRouter = router({
  /** What is due, and where. */
  tasks: procedure(read)
    .input(ListTasksInput)
    .query(({ ctx, input }) => listTasks(ctx.services, input)),
  list: procedure(read)
    .input(ListInspectionsInput.extend({ direction: z.literal('forward').optional() }))
    .query(({ ctx, input: { direction: _, ...input } }) => listInspections(ctx.services, input)),
  /** Of one device: when it was looked at, what was seen, and when it is next. */
  ofDevice: procedure(read)
    .input(GetDeviceInspectionsInput)
    .query(({ ctx, input }) => getDeviceInspections(ctx.services, input)),
  classes: procedure(read).query(({ ctx }) => listClasses(ctx.services)),
  trainings: procedure(read).query(({ ctx }) => listTrainings(ctx.services)),
  /** All that a phone in a store needs without a network. */
  checklist: procedure({ permission: 'inspections.do', audit: 'unlogged' })
    .input(GetStoreChecklistInput)
    .query(({ ctx, input }) => getStoreChecklist(ctx.services, input)),
  record: procedure({ permission: 'inspections.do', audit: 'inspection.recorded' })
    .input(RecordInspectionInput)
    .mutation(({ ctx, input }) => recordInspection(ctx.services, input)),
  changeClass: procedure({ ...change, audit: 'inspection_class.changed' })
    .input(ChangeClassInput)
    .mutation(({ ctx, input }) => changeClass(ctx.services, input)),
  recordTraining: procedure({ ...change, audit: 'training.recorded' })
    .input(RecordTrainingInput)
    .mutation(({ ctx, input }) => recordTraining(ctx.services, input)),
  withdrawTraining: procedure({ ...change, audit: 'training.withdrawn' })
    .input(WithdrawTrainingInput)
    .mutation(({ ctx, input }) => withdrawTraining(ctx.services, input)),
  /** Gives a file, which is recorded: hence no query. */
  export: procedure({ permission: 'inspections.read', audit: 'inspections.exported' })
    .input(ExportInspectionsInput)
    .mutation(({ ctx, input }) => exportInspections(ctx.services, input)),
})
