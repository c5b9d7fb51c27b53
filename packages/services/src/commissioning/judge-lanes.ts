import type { Design, LaneDesign } from './design.ts'
import type { SeenAgent, SeenStore, SeenTerminal } from './seen-store.ts'

export type LaneProblem =
  | 'no_terminal'
  | 'several_terminals'
  | 'other_protocol'
  | 'other_link'
  | 'agent_away'
  | 'not_ready'
  | 'few_addresses'

export interface LaneNow {
  readonly design: LaneDesign
  readonly terminal: SeenTerminal | null
  readonly agent: SeenAgent | null
  /** Null: it stands there as it was drawn, and is ready. */
  readonly problem: LaneProblem | null
}

/** Each lane as it was drawn beside what stands there: the third step is done when none has a problem. */
export function judgeLanes(design: Design, seen: SeenStore): LaneNow[] {
  return design.lanes.map((lane) => {
    const found = seen.terminals.filter((terminal) => terminal.lane === lane.lane)
    const terminal = found[0] ?? null
    const agent = seen.agents.find(({ agentId }) => agentId === terminal?.agentId) ?? null
    return { design: lane, terminal, agent, problem: problemOf(lane, { found, terminal, agent, addresses: design.hubAddresses }) }
  })
}

interface Found {
  readonly found: readonly SeenTerminal[]
  readonly terminal: SeenTerminal | null
  readonly agent: SeenAgent | null
  readonly addresses: number
}

function problemOf(lane: LaneDesign, { found, terminal, agent, addresses }: Found): LaneProblem | null {
  if (terminal === null) return 'no_terminal'
  if (found.length > 1) return 'several_terminals'
  if (terminal.protocol !== lane.protocol) return 'other_protocol'
  if (terminal.link !== lane.link) return 'other_link'
  if (agent === null || agent.state !== 'active' || agent.connected !== true) return 'agent_away'
  if (agent.hubs.length < addresses) return 'few_addresses'
  return terminal.condition === 'ready' || terminal.condition === 'busy' ? null : 'not_ready'
}
