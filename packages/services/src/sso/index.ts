export { type FoundAccount, findSsoAccount, type SsoIdentity } from './find-sso-account.ts'
