import { z } from 'zod'
import { configureArgs } from './agent-configuration.ts'
import { APPROVALS_AT_MOST, Approval } from './approvers.ts'
import { AgentVersion, RolloutBody } from './rollouts.ts'
import { Ed25519PublicKey, Ed25519Signature, InstantMs, ShortText, TerminalKey, Uuid } from './values.ts'

/** Lines of a log that one command may ask for. */
export const COMMAND_LOG_LINES = 200
/** What an answer may hold: its lines, a line's length, all lines together. */
export const COMMAND_ANSWER_LINES = 400
export const COMMAND_LINE_CHARS = 400
export const COMMAND_ANSWER_CHARS = 24_000

/** How long an agent may be away from its first address for a drill. */
export const DRILL_SECONDS_LEAST = 30
export const DRILL_SECONDS_MOST = 600

/** How long what goes over a terminal's line may be kept. */
export const CAPTURE_SECONDS_LEAST = 30
export const CAPTURE_SECONDS_MOST = 600

const nothing = z.strictObject({})
const ofTerminal = z.strictObject({ terminal: TerminalKey })

/** Everything a hub may ask of an agent, and with which words. Closed: there is no shell, and no path from outside. */
export const commandArgs = {
  'agent.status': nothing,
  'agent.ports': nothing,
  'agent.log': z.strictObject({ lines: z.int().min(1).max(COMMAND_LOG_LINES) }),
  'terminal.status': ofTerminal,
  'terminal.diagnosis': ofTerminal,
  'terminal.reprint': ofTerminal,
  'terminal.reset_port': ofTerminal,
  'terminal.initialise': ofTerminal,
  'terminal.restart': ofTerminal,
  'terminal.end_of_day': ofTerminal,
  /** What goes over its line for so long, without card data. It only listens, so it waits for nobody: a payment is what it is to see. */
  'terminal.capture': z.strictObject({
    terminal: TerminalKey,
    seconds: z.int().min(CAPTURE_SECONDS_LEAST).max(CAPTURE_SECONDS_MOST),
  }),
  'agent.restart': nothing,
  'agent.configure': configureArgs,
  'agent.rotate_key': nothing,
  /** To the version of a rollout, whose approval stands for each of its agents. */
  'agent.update': z.strictObject({ rollout: RolloutBody }),
  /** Back to a version that is on the machine. */
  'agent.return': z.strictObject({ version: AgentVersion }),
  /** To its next address of the hub for so long, and back by itself: shows that the spare one serves. */
  'link.drill': z.strictObject({ seconds: z.int().min(DRILL_SECONDS_LEAST).max(DRILL_SECONDS_MOST) }),
} as const
export type CommandKind = keyof typeof commandArgs
export const commandKinds = Object.keys(commandArgs) as readonly CommandKind[]
export type CommandArgs<Kind extends CommandKind> = z.infer<(typeof commandArgs)[Kind]>

/**
 * 0 reads; 1 is mild and wants a reason; 2 disturbs the store, wants a fresh factor and waits for an idle terminal; 3 wants
 * besides that a second person approves it with a passkey the agent knows.
 */
export type CommandClass = 0 | 1 | 2 | 3
export const commandClasses: Readonly<Record<CommandKind, CommandClass>> = {
  'agent.status': 0,
  'agent.ports': 0,
  'agent.log': 0,
  'terminal.status': 0,
  'terminal.diagnosis': 1,
  'terminal.reprint': 1,
  'terminal.reset_port': 2,
  'terminal.initialise': 2,
  'terminal.restart': 2,
  'terminal.end_of_day': 2,
  'terminal.capture': 3,
  'agent.restart': 2,
  'agent.configure': 2,
  'agent.rotate_key': 3,
  'agent.update': 3,
  'agent.return': 2,
  'link.drill': 2,
}

/** A kind and its arguments, checked together. */
export const CommandTask = z.discriminatedUnion('kind', [
  task('agent.status'),
  task('agent.ports'),
  task('agent.log'),
  task('terminal.status'),
  task('terminal.diagnosis'),
  task('terminal.reprint'),
  task('terminal.reset_port'),
  task('terminal.initialise'),
  task('terminal.restart'),
  task('terminal.end_of_day'),
  task('terminal.capture'),
  task('agent.restart'),
  task('agent.configure'),
  task('agent.rotate_key'),
  task('agent.update'),
  task('agent.return'),
  task('link.drill'),
])
export type CommandTask = z.infer<typeof CommandTask>

function task<const Kind extends CommandKind>(kind: Kind) {
  return z.looseObject({ kind: z.literal(kind), args: commandArgs[kind] })
}

/** What the signature covers, as canonical JSON (RFC 8785). Times are the hub's. */
export const CommandOrder = z.looseObject({
  v: z.literal(1),
  command: Uuid,
  agentId: Uuid,
  epoch: z.int().min(1),
  kind: z.string().max(60),
  args: z.record(z.string().max(40), z.unknown()),
  issuedAtMs: InstantMs,
  notBeforeMs: InstantMs,
  expiresAtMs: InstantMs,
  /** Rises with every command of the agent: one that is not above the last is an old one told again. */
  counter: z.int().min(1),
  /** Who asked for it: `user:…`. */
  requester: ShortText,
  /** Of further people, for class 3. */
  approvals: z.array(Approval).max(APPROVALS_AT_MOST),
})
export type CommandOrder = z.infer<typeof CommandOrder>

/** From the hub. `order` is the exact text that was signed. */
export const SignedCommand = z.looseObject({ order: z.string().max(24_000), signature: Ed25519Signature })
export type SignedCommand = z.infer<typeof SignedCommand>

/** The first line keeps the signature useless for any other purpose. */
export function commandText(order: string): string {
  return `counterfoil-command/v1\n${order}`
}

/**
 * The key the hub signs commands with. An agent keeps the first it is told; another takes its place only when a voucher by the
 * kept one is with it.
 */
export const CommandKey = z.looseObject({
  publicKey: Ed25519PublicKey,
  vouchers: z.array(z.looseObject({ by: Ed25519PublicKey, signature: Ed25519Signature })).max(8),
})
export type CommandKey = z.infer<typeof CommandKey>

/** What a former key signs to name its successor. */
export function commandKeyText(hubId: string, successor: string): string {
  return ['counterfoil-command-key/v1', hubId, successor].join('\n')
}
