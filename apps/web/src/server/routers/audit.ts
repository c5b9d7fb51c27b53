import {
  ErasePersonalInput,
  ExportAuditEntriesInput,
  ExportEntryProofInput,
  erasePersonal,
  exportAuditEntries,
  exportEntryProof,
  GetAuditEntryInput,
  getAuditEntry,
  getAuditHead,
  getAuditIntegrity,
  ListAuditEntriesInput,
  listAuditEntries,
  listAuditViews,
  ProveAuditEntryInput,
  proveAuditEntry,
  RemoveAuditViewInput,
  removeAuditView,
  SaveAuditViewInput,
  saveAuditView,
} from '@counterfoil/services/audit'
import { z } from 'zod'
import { procedure, router } from '../trpc.ts'

const unlogged = { permission: 'audit.read', audit: 'unlogged' } as const

export const auditRouter = router({
  /** Recorded once for a question, not for each page of its answer. */
  list: procedure({ permission: 'audit.read', audit: 'audit.read' })
    // The browser's paging says which way it goes; there is one way only.
    .input(ListAuditEntriesInput.extend({ direction: z.literal('forward').optional() }))
    .query(({ ctx, input: { direction: _, ...input } }) => listAuditEntries(ctx.services, input)),
  get: procedure({ permission: 'audit.read', audit: 'audit.read' })
    .input(GetAuditEntryInput)
    .query(({ ctx, input }) => getAuditEntry(ctx.services, input)),
  /** Hashes and signatures, which tell nothing of what an entry says. */
  prove: procedure(unlogged)
    .input(ProveAuditEntryInput)
    .query(({ ctx, input }) => proveAuditEntry(ctx.services, input)),
  head: procedure(unlogged).query(({ ctx }) => getAuditHead(ctx.services)),
  integrity: procedure(unlogged).query(({ ctx }) => getAuditIntegrity(ctx.services)),
  export: procedure({ permission: 'audit.read', audit: 'audit.exported' })
    .input(ExportAuditEntriesInput)
    .mutation(({ ctx, input }) => exportAuditEntries(ctx.services, input)),
  /** One entry with its proof, as a file that is checked elsewhere. */
  exportProof: procedure({ permission: 'audit.read', audit: 'audit.exported' })
    .input(ExportEntryProofInput)
    .mutation(({ ctx, input }) => exportEntryProof(ctx.services, input)),
  views: procedure(unlogged).query(({ ctx }) => listAuditViews(ctx.services)),
  saveView: procedure({ permission: 'audit.read', audit: 'audit.view_saved' })
    .input(SaveAuditViewInput)
    .mutation(({ ctx, input }) => saveAuditView(ctx.services, input)),
  removeView: procedure({ permission: 'audit.read', audit: 'audit.view_removed' })
    .input(RemoveAuditViewInput)
    .mutation(({ ctx, input }) => removeAuditView(ctx.services, input)),
  /** Deletes personal values and leaves every proof as it is. */
  erase: procedure({ permission: 'audit.change', audit: 'personal.erased', fresh: true })
    .input(ErasePersonalInput)
    .mutation(({ ctx, input }) => erasePersonal(ctx.services, input)),
})
