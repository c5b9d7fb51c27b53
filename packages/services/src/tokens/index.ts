export { type AdmittedToken, admitToken } from './admit-token.ts'
export { type CreatedToken, CreateTokenInput, createToken, LONGEST_TOKEN_DAYS } from './create-token.ts'
export { type ListedToken, listTokens } from './list-tokens.ts'
export { RevokeTokenInput, revokeToken } from './revoke-token.ts'
