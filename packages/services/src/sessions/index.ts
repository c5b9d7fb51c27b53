export { findSession, type LiveSession, sessionTokens } from './find-session.ts'
