import type { FoundAgent } from '../agents/find-agent.ts'
import type { JoinState } from './judge-join.ts'

/** What gave a second machine away, for the hub's own record. */
export interface CloneEvidence {
  readonly join: number
  readonly boot: string
  readonly address: string
}

/** Rows of agents the sessions need: PostgreSQL in the product, memory in simulations. */
export interface AgentRecord {
  find(uid: string): Promise<FoundAgent | null>
  /** A number higher than any before, over all hubs. */
  nextGreeting(): Promise<number>
  noteVersion(agentId: number, version: string): Promise<void>
  /** Writes `to` where `from` still stands; false when another greeting was quicker. */
  moveJoin(agentId: number, from: JoinState, to: JoinState): Promise<boolean>
  /** The agent has the offered number on its disk. Nothing happens to any other number. */
  confirmJoin(agentId: number, join: number): Promise<void>
  /** Shuts the agent out on every hub, with a note why, until a person unlocks it. */
  lock(agent: FoundAgent, evidence: CloneEvidence): Promise<void>
  /** Every hub closes the agent's connection and judges its next greeting anew. */
  tellChanged(agentId: number): Promise<void>
  /** Keeps the key to come; false when another agent has it. */
  offerKey(agentId: number, publicKey: string): Promise<boolean>
  /** The key to come is the agent's key from here on. */
  adoptKey(agentId: number, publicKey: string): Promise<void>
  /** Those of the agents that are not active. */
  findShutOut(agentIds: readonly number[]): Promise<readonly number[]>
}
