import { z } from 'zod'

/** Where the agent's folder says which captures are under way, for `status`: what they keep never goes there. */
export const LINE_CAPTURES_KEY = 'line_captures'

const Noted = z.array(z.object({ terminal: z.string(), untilMs: z.number() }))
/** By this machine's clock. */
export type LineCapturesNoted = z.infer<typeof Noted>

/** Those that are not over; none where it cannot be read. */
export function readCapturesNoted(text: string | undefined, nowMs: number): LineCapturesNoted {
  try {
    return Noted.parse(JSON.parse(text ?? '[]')).filter(({ untilMs }) => untilMs > nowMs)
  } catch {
    return []
  }
}
