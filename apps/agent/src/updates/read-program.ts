import { z } from 'zod'
import type { CommandIo } from '../commands/command.ts'

const Instead = z.object({ version: z.string(), why: z.string() }).nullable()

/** What the launcher says of itself; nothing from one that says nothing. */
export function readProgram(env: NodeJS.ProcessEnv): Pick<NonNullable<CommandIo['launcher']>, 'program'> {
  const { COUNTERFOIL_AGENT_LIB: lib, COUNTERFOIL_AGENT_STATE: state, COUNTERFOIL_AGENT_INSTEAD: told = 'null' } = env
  if (lib === undefined || state === undefined) return {}
  const instead = Instead.parse(JSON.parse(told))
  return { program: { lib, state, ...(instead !== null && { instead }) } }
}
