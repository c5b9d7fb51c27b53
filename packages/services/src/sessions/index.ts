export { findSession, type LiveSession, sessionTokens } from './find-session.ts'
export { hashSessionToken } from './hash-session-token.ts'
