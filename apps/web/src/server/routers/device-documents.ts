import { ListDocumentsInput, listDocuments, RemoveDocumentInput, removeDocument } from '@counterfoil/services/device-documents'
import { procedure, router } from '../trpc.ts'

/** Photos and papers of devices; they come and go as files, beside the procedures. */
export const deviceDocumentsRouter = router({
  list: procedure({ permission: 'devices.read', audit: 'unlogged' })
    .input(ListDocumentsInput)
    .query(({ ctx, input }) => listDocuments(ctx.services, input)),
  remove: procedure({ permission: 'devices.hold', audit: 'device_document.removed' })
    .input(RemoveDocumentInput)
    .mutation(({ ctx, input }) => removeDocument(ctx.services, input)),
})
