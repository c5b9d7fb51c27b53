import { commandClasses } from '@counterfoil/protocol'
import { groupKinds } from '@counterfoil/services/command-groups'
import { mayDoWithin } from '@counterfoil/services/permissions'
import type { AskableKind } from '../../../features/commands/index.ts'

/** What somebody may ask of many agents, from the server: the list itself would bring all that checks messages into the page. */
export function askableOfMany(access: Parameters<typeof mayDoWithin>[0]): AskableKind[] {
  if (!mayDoWithin(access, 'commands.ask')) return []
  const mayDisturb = mayDoWithin(access, 'commands.disturb')
  return groupKinds.map((kind) => ({ kind, class: commandClasses[kind] })).filter((one) => one.class < 2 || mayDisturb)
}
