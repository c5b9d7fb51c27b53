import { canonicalJson } from '@counterfoil/audit'
import { type CommandKind, CommandTask, commandClasses, commandKinds, WatchScope } from '@counterfoil/protocol'
import { z } from 'zod'
import { DeviceId, line } from '../devices/device-values.ts'
import { ServiceError } from '../errors.ts'

/** What a page of devices shows twice over; more are chosen by their place. */
const DEVICES_AT_MOST = 200

/**
 * In more stores than this, what disturbs them waits for a second person. A chain has a person or two on duty for so many stores:
 * more of them with a terminal that does not sell are more calls than anybody answers.
 */
export const STORES_ALONE = 20

/** Who is asked: a place of the tree, narrowed or not, or devices one by one. */
export const ChosenAgents = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('place'),
    scope: WatchScope,
    protocol: line(40).optional(),
    model: line(80).optional(),
    version: line(40).optional(),
  }),
  z.strictObject({ kind: z.literal('devices'), ids: z.array(DeviceId).min(1).max(DEVICES_AT_MOST) }),
])
export type ChosenAgents = z.infer<typeof ChosenAgents>

/**
 * What may be asked of many. What takes two people's passkeys is approved agent by agent, or by a rollout; configurations have their
 * own way, since each agent's document is another; a drill is one store's, whose page watches it.
 */
const ELSEWHERE: readonly CommandKind[] = ['agent.configure', 'agent.return', 'link.drill']
export const groupKinds: readonly CommandKind[] = commandKinds.filter(
  (kind) => commandClasses[kind] < 3 && !ELSEWHERE.includes(kind),
)

export const GroupKind = z.enum(commandKinds as [string, ...string[]])
export const GroupArgs = z.record(z.string().max(40), z.union([z.string().max(60), z.int()]))

export interface GroupTask {
  readonly kind: CommandKind
  readonly class: 0 | 1 | 2
  /** Without the terminal's name, which each member has for itself. */
  readonly args: Readonly<Record<string, string | number>>
  readonly ofTerminals: boolean
}

/** The kind and its arguments, checked together. Throws `forbidden` for a kind that never goes to many, `invalid` for its arguments. */
export function groupTask(input: { readonly kind: string; readonly args: GroupTask['args'] }): GroupTask {
  const kind = groupKinds.find((one) => one === input.kind)
  const commandClass = kind === undefined ? 3 : commandClasses[kind]
  if (kind === undefined || commandClass === 3)
    throw new ServiceError('forbidden', `"${input.kind}" is not asked of many at once.`, { reason: 'command_class_wrong' })
  const ofTerminals = kind.startsWith('terminal.')
  const checked = CommandTask.safeParse({ kind, args: ofTerminals ? { ...input.args, terminal: 'any' } : input.args })
  if (!checked.success || (ofTerminals && 'terminal' in input.args))
    throw new ServiceError('invalid', 'This command does not go with these arguments.', {
      field: 'args',
      reason: 'command_args_wrong',
    })
  // As it was checked, so that nothing else is kept.
  return { kind, class: commandClass, args: JSON.parse(canonicalJson(input.args)), ofTerminals }
}
