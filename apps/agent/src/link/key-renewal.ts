import { RotateAnswer, rotationText } from '@counterfoil/protocol'
import type { IdentityKeys } from './identity-keys.ts'

export interface KeyRotation {
  readonly done: boolean
  readonly message: string
}

export interface KeyRenewal {
  /** Sends a new key, vouched for by the old one; `answered` is called with what the hub says of it. */
  send(ask: (key: object, answered: (raw: unknown) => void) => void, answered: (answer: RotateAnswer) => void): void
  /** Whoever asked for it hears the hub's answer, or that the connection has ended before. */
  wait(): Promise<KeyRotation>
  readonly waiting: boolean
  /** The connection has ended. */
  lost(): void
}

/** A new key for this agent, made here and taken by the hub. */
export function createKeyRenewal(agentId: string, keys: IdentityKeys): KeyRenewal {
  let asker: ((rotation: KeyRotation) => void) | undefined

  function tell(rotation: KeyRotation): void {
    asker?.(rotation)
    asker = undefined
  }

  return {
    send(ask, answered) {
      const next = keys.next()
      const text = rotationText(agentId, keys.current.publicKey, next.publicKey)
      const vouched = { publicKey: next.publicKey, oldSignature: keys.current.sign(text), newSignature: next.sign(text) }
      ask(vouched, (raw) => {
        const answer = RotateAnswer.safeParse(raw)
        if (!answer.success) return
        tell(
          answer.data.ok
            ? { done: true, message: 'The hub took the new key; the connection is made anew with it.' }
            : { done: false, message: `The hub did not take the new key: ${answer.data.message}` },
        )
        answered(answer.data)
      })
    },
    wait: () =>
      new Promise((resolve) => {
        asker = resolve
      }),
    get waiting() {
      return asker !== undefined
    },
    lost() {
      tell({ done: false, message: 'The connection ended before the hub had answered: the old key stays in use until it has.' })
    },
  }
}
