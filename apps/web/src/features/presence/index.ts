export { PresenceGuard } from './presence-guard.tsx'
export type { DrawnSession } from './use-presence.ts'
