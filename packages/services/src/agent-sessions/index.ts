export type { AgentRecord, CloneEvidence } from './agent-record.ts'
export {
  type AgentConnection,
  type AgentSession,
  type AgentSessions,
  type AgentSessionsOptions,
  createAgentSessions,
} from './create-agent-sessions.ts'
export { FIRST_JOIN, type JoinState, judgeJoin } from './judge-join.ts'
export { postgresAgentRecord } from './postgres-agent-record.ts'
