import { CreateTokenInput, createToken, listTokens, RevokeTokenInput, revokeToken } from '@counterfoil/services/tokens'
import { procedure, router } from '../trpc.ts'

export const tokensRouter = router({
  list: procedure({ permission: 'tokens.read', audit: 'unlogged' }).query(({ ctx }) => listTokens(ctx.services)),
  create: procedure({ permission: 'tokens.change', audit: 'token.created', fresh: true })
    .input(CreateTokenInput)
    .mutation(({ ctx, input }) => createToken(ctx.services, input)),
  // Without a fresh factor: whoever takes something away must not be held up.
  revoke: procedure({ permission: 'tokens.change', audit: 'token.revoked' })
    .input(RevokeTokenInput)
    .mutation(({ ctx, input }) => revokeToken(ctx.services, input)),
})
