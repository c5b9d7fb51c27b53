export { ChangePasswordInput, changePassword } from './change-password.ts'
export {
  beginAuthenticator,
  FinishAuthenticatorInput,
  finishAuthenticator,
  type NewAuthenticator,
} from './connect-authenticator.ts'
export { EndOwnSessionInput, endOtherSessions, endOwnSession } from './end-own-sessions.ts'
export { getOwnAccount, type OwnAccount, type OwnPasskey, type OwnSession } from './get-own-account.ts'
export { noteAction } from './note-action.ts'
export { renewRecoveryCodes } from './renew-recovery-codes.ts'
export { isPasswordOfBefore, rememberPassword, replacePassword } from './replace-password.ts'
