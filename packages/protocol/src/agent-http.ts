import { z } from 'zod'
import { Challenge } from './agent-link.ts'
import { Sha256Hex, ShortText } from './values.ts'

/** Where an agent POSTs when WebSocket is blocked: here a session opens, `/hello`, `/batch` and so on below it go on with it. */
export const AGENT_SESSION_PATH = '/v1/agents/session'

/** Larger than any batch (twice 64 KB of bodies and its envelope), smaller than what could fill the hub's memory; on every way. */
export const MESSAGE_MAX_BYTES = 262_144

/** So long the hub may hold back its answer to `/messages`; proxies give up on silent requests after 30 s and more. */
export const MESSAGES_WAIT_MS = 25_000

/** A session nobody asks anything of for so long is over. */
export const SESSION_IDLE_MS = 60_000

/** Any path of a session may be answered with this instead of its own answer. */
export const SessionRefused = z.looseObject({
  ok: z.literal(false),
  code: z.enum(['unknown_session', 'closed', 'malformed', 'too_large', 'busy', 'unavailable']),
  message: ShortText,
  retryAfterMs: z.int().optional(),
})
export type SessionRefused = z.infer<typeof SessionRefused>

/** To a POST of `{}`. `session` is 32 random bytes; it goes into `Authorization: Bearer …` from then on, never into an address. */
export const SessionOpened = z.discriminatedUnion('ok', [
  z.looseObject({ ok: z.literal(true), session: Sha256Hex, challenge: Challenge }),
  SessionRefused,
])
export type SessionOpened = z.infer<typeof SessionOpened>

/** Asks for what the hub says of its own accord after message `after`, waiting for it up to `waitMs`. */
export const MessagesRequest = z.strictObject({ after: z.int().min(0), waitMs: z.int().min(0).max(MESSAGES_WAIT_MS) })
export type MessagesRequest = z.infer<typeof MessagesRequest>

/** Numbered from 1 in each session; told again until a request says that they have come. */
export const HubMessage = z.looseObject({ number: z.int().min(1), name: ShortText, payload: z.unknown() })
export type HubMessage = z.infer<typeof HubMessage>

export const MessagesAnswer = z.discriminatedUnion('ok', [
  z.looseObject({ ok: z.literal(true), messages: z.array(HubMessage) }),
  SessionRefused,
])
export type MessagesAnswer = z.infer<typeof MessagesAnswer>

/** To `/joined`, `/pulse` and `/end`. */
export const Noted = z.discriminatedUnion('ok', [z.looseObject({ ok: z.literal(true) }), SessionRefused])
export type Noted = z.infer<typeof Noted>
