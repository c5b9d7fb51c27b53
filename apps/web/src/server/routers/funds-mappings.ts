import {
  AskTrialInput,
  askTrial,
  GetMappingInput,
  GetTrialInput,
  getMapping,
  getTrial,
  listMappings,
  readMappingText,
  SaveMappingInput,
  saveMapping,
} from '@counterfoil/services/funds/files'
import { procedure, router } from '../trpc.ts'

const read = { permission: 'funds.files', audit: 'unlogged' } as const

/** How reports without a profile are read. A trial reads a file and changes nothing. */
export const fundsMappingsRouter = router({
  list: procedure(read).query(({ ctx }) => listMappings(ctx.services)),
  get: procedure(read)
    .input(GetMappingInput)
    .query(({ ctx, input }) => getMapping(ctx.services, input)),
  askTrial: procedure({ permission: 'funds.configure', audit: 'unlogged' })
    .input(AskTrialInput)
    .mutation(({ ctx, input }) => askTrial(ctx.services, input)),
  trial: procedure({ permission: 'funds.configure', audit: 'unlogged' })
    .input(GetTrialInput)
    .query(({ ctx, input }) => getTrial(ctx.services, input)),
  save: procedure({ permission: 'funds.configure', audit: 'funds_mapping.saved' })
    .input(SaveMappingInput)
    .mutation(({ ctx, input }) => saveMapping(ctx.services, readMappingText(input.document))),
})
