export { type EndedSessions, endSessions } from './end-sessions.ts'
export {
  type CookieKind,
  cookieKindsOf,
  findSession,
  type LiveSession,
  sessionCookieNames,
  sessionTokens,
} from './find-session.ts'
export { findSessionPerson, type SessionPerson } from './find-session-person.ts'
export { hashSessionToken } from './hash-session-token.ts'
export { IDLE_MS, lacksSecondKind } from './session-standing.ts'
