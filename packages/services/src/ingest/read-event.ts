import { isCanonical } from '@counterfoil/audit'
import { AgentEvent, cutCardNumbers, type FoundInField, Uuid } from '@counterfoil/protocol'
import { z } from 'zod'
import { compileCheck } from './compile-check.ts'
import { cutBody, holdsCardNumbers } from './cut-body.ts'
import { shortenSoundBody } from './shorten-sound-body.ts'

/** One line of a batch, read. `event` is null when this hub cannot read it: it is kept as it came all the same. */
export interface ReadEvent {
  /** As it came, unless card numbers had to be cut out of it. */
  readonly body: string
  /** The card numbers that were, and the body with them, which its hash is of. */
  readonly cut: { readonly found: readonly FoundInField[]; readonly exact: string } | null
  readonly kind: string
  /** Agent's wall clock; null when the body does not tell one. */
  readonly atMs: number | null
  readonly terminalKey: string | null
  readonly paymentId: string | null
  /** A transcript nobody folds is left empty here: it has been checked and stays in the body. */
  readonly event: AgentEvent | null
  /** Why it was not understood. */
  readonly why: string | null
}

/** Times after this are no times: the last instant every part of the system can carry. */
const LAST_MS = Date.UTC(9999, 11, 31)

const isAgentEvent = compileCheck(AgentEvent)

/** Reads one body. Never throws: what cannot be read says why and keeps what can be told. */
export function readEvent(body: string): ReadEvent {
  const read = readAsItCame(body)
  if (read.event !== null && !holdsCardNumbers(body, read.event)) return read
  const cut = cutBody(body, read.event)
  if (cut.found.length === 0) return read
  // Read anew: nothing that is told of it below may come from the exact body.
  const again = { ...readAsItCame(cut.body), cut: { found: cut.found, exact: body } }
  // Cutting writes it in order, which does not make it understood.
  return read.event !== null || again.event === null
    ? again
    : { ...again, event: null, terminalKey: null, why: cutCardNumbers(read.why ?? '') }
}

function readAsItCame(body: string): ReadEvent {
  const short = shortenSoundBody(body)
  const event = short === null ? null : parseSound(short)
  return event === null ? readWhole(body) : understood(body, event)
}

/** Null when it is no JSON after all. */
function parseSound(text: string): AgentEvent | null {
  try {
    return JSON.parse(text) as AgentEvent
  } catch {
    return null
  }
}

function readWhole(body: string): ReadEvent {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    return notUnderstood(body, {}, 'the body is not JSON')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return notUnderstood(body, {}, 'the body is not an object')
  const fields = value as Record<string, unknown>
  if (!isCanonical(body, value)) return notUnderstood(body, fields, 'the body is not canonical JSON (RFC 8785)')
  if (isAgentEvent(value)) return understood(body, value as AgentEvent)
  const parsed = AgentEvent.safeParse(value)
  return parsed.success ? understood(body, parsed.data) : notUnderstood(body, fields, whatIsWrong(fields, parsed.error.issues[0]))
}

function understood(body: string, event: AgentEvent): ReadEvent {
  if (event.at > LAST_MS) return notUnderstood(body, event, 'at: later than the year 9999')
  return {
    body,
    cut: null,
    kind: event.kind,
    atMs: event.at,
    terminalKey: isOfAgent(event) ? null : (event.terminal ?? null),
    paymentId: paymentOf(event),
    event,
    why: null,
  }
}

// A command names a terminal in its answer; one that nobody knows must not be made by that.
type OfAgent = Exclude<Extract<AgentEvent, { kind: `agent.${string}` | `command.${string}` }>, { kind: 'agent.card_number' }>
function isOfAgent(event: AgentEvent): event is OfAgent {
  return (event.kind.startsWith('agent.') || event.kind.startsWith('command.')) && event.kind !== 'agent.card_number'
}

function paymentOf(event: AgentEvent): string | null {
  switch (event.kind) {
    case 'payment.opened':
    case 'payment.answered':
    case 'payment.finalised':
    case 'payment.unknown':
    case 'payment.inquired':
      return event.payment
    case 'terminal.mismatch':
    case 'agent.card_number':
      return event.payment ?? null
    default:
      return null
  }
}

function whatIsWrong(fields: Record<string, unknown>, issue: { path: PropertyKey[]; message: string } | undefined): string {
  if (issue?.path.length === 1 && issue.path[0] === 'kind')
    return `kind ${JSON.stringify(fields.kind)?.slice(0, 80)} is not known to this hub`
  return `${issue?.path.map(String).join('.')}: ${issue?.message}`.slice(0, 200)
}

const Kind = z.string().regex(/^[a-z0-9_.-]{1,60}$/)
const AtMs = z.int().min(0).max(LAST_MS)

/** What a body nobody can read still tells. Its terminal is left alone: nothing is made for a name that may be wrong. */
function notUnderstood(body: string, fields: Record<string, unknown>, why: string): ReadEvent {
  return {
    body,
    cut: null,
    kind: Kind.safeParse(fields.kind).data ?? 'unreadable',
    atMs: AtMs.safeParse(fields.at).data ?? null,
    terminalKey: null,
    paymentId: Uuid.safeParse(fields.payment).data ?? null,
    event: null,
    why,
  }
}
