import type { Approvers, SignedCommand } from '@counterfoil/protocol'
import type { CommandDesk } from '../commands/command-desk.ts'

/** An agent that has greeted, and the connection it did so on. */
export interface CommandedAgent {
  readonly agent: { readonly id: number; readonly uid: string; readonly epoch: number; readonly state: string }
  readonly connection: {
    command?(command: SignedCommand): void
    approvers?(approvers: Approvers): void
    readonly closed: boolean
  }
}

export interface CommandTeller {
  /** Told on a connection that has ended meanwhile, a command is told again on the next. */
  tell(to: CommandedAgent | undefined): Promise<void>
  /** Tells those of the agents here that something waits for. */
  tellWaiting(here: ReadonlyMap<number, CommandedAgent>): Promise<void>
}

/** Tells agents what they are asked for; without a desk, nothing. */
export function createCommandTeller(
  desk: Pick<CommandDesk, 'take' | 'takeApprovers' | 'findWaiting'> | undefined,
  log: (level: 'warn', facts: object, message: string) => void,
): CommandTeller {
  async function tell(to: CommandedAgent | undefined): Promise<void> {
    if (desk === undefined || to === undefined || to.agent.state !== 'active') return
    const { agent, connection } = to
    try {
      // First: a command may be approved by somebody the agent does not know yet.
      const approvers = await desk.takeApprovers(agent)
      if (approvers !== null && !connection.closed) connection.approvers?.(approvers)
      for (const command of await desk.take(agent)) if (!connection.closed) connection.command?.(command)
    } catch (error) {
      log('warn', { err: error, agentId: agent.id }, 'an agent could not be told what it is asked for; it is tried again')
    }
  }
  return {
    tell,
    async tellWaiting(here) {
      if (desk === undefined || here.size === 0) return
      for (const id of await desk.findWaiting([...here.keys()])) await tell(here.get(id))
    },
  }
}
