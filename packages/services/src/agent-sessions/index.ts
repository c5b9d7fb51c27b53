export {
  type AgentConnection,
  type AgentRecord,
  type AgentSession,
  type AgentSessions,
  type AgentSessionsOptions,
  createAgentSessions,
} from './create-agent-sessions.ts'
export { postgresAgentRecord } from './postgres-agent-record.ts'
