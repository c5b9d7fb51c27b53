import { listSources } from '@counterfoil/services/funds'
import {
  CancelFileInput,
  ConfirmFileInput,
  cancelFile,
  confirmFile,
  GetFileInput,
  getFile,
  ListFileLinesInput,
  ListFilesInput,
  listFileLines,
  listFiles,
  RereadFileInput,
  rereadFile,
} from '@counterfoil/services/funds/files'
import { z } from 'zod'
import { procedure, router } from '../trpc.ts'

const read = { permission: 'funds.files', audit: 'unlogged' } as const
const change = { permission: 'funds.import' } as const

export const fundsFilesRouter = router({
  list: procedure(read)
    // What an infinite query adds of itself.
    .input(ListFilesInput.extend({ direction: z.literal('forward').optional() }))
    .query(({ ctx, input: { direction: _, ...input } }) => listFiles(ctx.services, input)),
  get: procedure(read)
    .input(GetFileInput)
    .query(({ ctx, input }) => getFile(ctx.services, input)),
  lines: procedure(read)
    .input(ListFileLinesInput.extend({ direction: z.literal('forward').optional() }))
    .query(({ ctx, input: { direction: _, ...input } }) => listFileLines(ctx.services, input)),
  /** Expected files, for whoever says which one this is. */
  sources: procedure(read).query(({ ctx }) => listSources(ctx.services)),
  /** The hub imports it. */
  confirm: procedure({ ...change, audit: 'funds_file.confirmed' })
    .input(ConfirmFileInput)
    .mutation(({ ctx, input }) => confirmFile(ctx.services, input)),
  cancel: procedure({ ...change, audit: 'funds_file.cancelled' })
    .input(CancelFileInput)
    .mutation(({ ctx, input }) => cancelFile(ctx.services, input)),
  reread: procedure({ ...change, audit: 'funds_file.reread' })
    .input(RereadFileInput)
    .mutation(({ ctx, input }) => rereadFile(ctx.services, input)),
})
