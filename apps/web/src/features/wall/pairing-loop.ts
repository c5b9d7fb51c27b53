/** What the server says to a screen that is none yet. */
export type WallAnswer =
  | { readonly state: 'paired' | 'waiting' | 'over' }
  | { readonly state: 'open'; readonly code: string; readonly expiresAtMs: number }
  | { readonly state: 'too_many'; readonly retryAfterMs: number }
  | { readonly state: 'unreachable' }

export type PairingView =
  | { readonly kind: 'asking' }
  | { readonly kind: 'open'; readonly code: string }
  | { readonly kind: 'too_many' }
  | { readonly kind: 'unreachable' }

export interface PairingParts {
  readonly askCode: () => Promise<WallAnswer>
  readonly claim: () => Promise<WallAnswer>
  /** Returns how to cancel it. */
  readonly startTimer: (delayMs: number, fire: () => void) => () => void
  readonly changed: (view: PairingView) => void
  /** The screen was let in: its cookie is there. */
  readonly paired: () => void
}

const CLAIM_EVERY_MS = 2_000
/** A code is good for ten minutes; the one before stays good while somebody walks to a keyboard. */
const NEW_CODE_EVERY_MS = 5 * 60_000
const TRY_AGAIN_MS = 5_000

/** Shows a code, renews it, and asks whether it was typed, until it was; goes on over every failure, because nobody is there. */
export function openPairingLoop(parts: PairingParts): { close(): void } {
  let closed = false
  let cancelClaim: (() => void) | null = null
  let cancelRenewal: (() => void) | null = null

  const later = (delayMs: number, fire: () => void) => {
    if (closed) return null
    return parts.startTimer(delayMs, fire)
  }

  const askCode = async () => {
    cancelClaim?.()
    cancelRenewal?.()
    const answer = await parts.askCode()
    if (closed) return
    switch (answer.state) {
      case 'paired':
        return parts.paired()
      case 'open':
        parts.changed({ kind: 'open', code: answer.code })
        cancelRenewal = later(NEW_CODE_EVERY_MS, askCode)
        cancelClaim = later(CLAIM_EVERY_MS, claim)
        return
      case 'too_many':
        parts.changed({ kind: 'too_many' })
        cancelRenewal = later(Math.max(answer.retryAfterMs, TRY_AGAIN_MS), askCode)
        return
      default:
        parts.changed({ kind: 'unreachable' })
        cancelRenewal = later(TRY_AGAIN_MS, askCode)
    }
  }

  const claim = async () => {
    const answer = await parts.claim()
    if (closed) return
    if (answer.state === 'paired') return parts.paired()
    if (answer.state === 'over') return askCode()
    cancelClaim = later(CLAIM_EVERY_MS, claim)
  }

  parts.changed({ kind: 'asking' })
  void askCode()
  return {
    close() {
      closed = true
      cancelClaim?.()
      cancelRenewal?.()
    },
  }
}
