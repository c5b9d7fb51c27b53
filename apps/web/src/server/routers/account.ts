import {
  beginAuthenticator,
  ChangePasswordInput,
  changePassword,
  EndOwnSessionInput,
  endOtherSessions,
  endOwnSession,
  FinishAuthenticatorInput,
  finishAuthenticator,
  getOwnAccount,
  noteAction,
  renewRecoveryCodes,
} from '@counterfoil/services/own-account'
import {
  beginPasskey,
  FinishPasskeyInput,
  finishPasskey,
  RemovePasskeyInput,
  RenamePasskeyInput,
  removePasskey,
  renamePasskey,
} from '@counterfoil/services/passkeys'
import { procedure, router } from '../trpc.ts'

const own = { permission: 'own_account' } as const

/** One's own account: never anybody else's, so no procedure takes whose. */
export const accountRouter = router({
  get: procedure({ ...own, audit: 'unlogged' }).query(({ ctx }) => getOwnAccount(ctx.services, ctx.factorKit)),
  /** The person did something on the page; the page says so, at most once a minute. */
  noteAction: procedure({ ...own, audit: 'unlogged' }).mutation(({ ctx }) => noteAction(ctx.services)),
  changePassword: procedure({ ...own, audit: 'password.changed', fresh: true })
    .input(ChangePasswordInput)
    .mutation(({ ctx, input }) => changePassword(ctx.services, ctx.factorKit, input)),
  beginAuthenticator: procedure({ ...own, audit: 'factor.begun', fresh: true }).mutation(({ ctx }) =>
    beginAuthenticator(ctx.services, ctx.factorKit),
  ),
  finishAuthenticator: procedure({ ...own, audit: 'factor.renewed', fresh: true })
    .input(FinishAuthenticatorInput)
    .mutation(({ ctx, input }) => finishAuthenticator(ctx.services, ctx.factorKit, input)),
  renewRecoveryCodes: procedure({ ...own, audit: 'factor.renewed', fresh: true }).mutation(({ ctx }) =>
    renewRecoveryCodes(ctx.services, ctx.factorKit),
  ),
  /** What the browser needs to make a passkey, and what it made. */
  beginPasskey: procedure({ ...own, audit: 'factor.begun', fresh: true }).mutation(({ ctx }) =>
    beginPasskey(ctx.services, ctx.factorKit),
  ),
  finishPasskey: procedure({ ...own, audit: 'factor.added', fresh: true })
    .input(FinishPasskeyInput)
    .mutation(({ ctx, input }) => finishPasskey(ctx.services, ctx.factorKit, input)),
  renamePasskey: procedure({ ...own, audit: 'factor.renamed' })
    .input(RenamePasskeyInput)
    .mutation(({ ctx, input }) => renamePasskey(ctx.services, input)),
  removePasskey: procedure({ ...own, audit: 'factor.removed', fresh: true })
    .input(RemovePasskeyInput)
    .mutation(({ ctx, input }) => removePasskey(ctx.services, input)),
  endSession: procedure({ ...own, audit: 'session.ended' })
    .input(EndOwnSessionInput)
    .mutation(({ ctx, input }) => endOwnSession(ctx.services, input)),
  endOtherSessions: procedure({ ...own, audit: 'session.ended' }).mutation(({ ctx }) => endOtherSessions(ctx.services)),
})
