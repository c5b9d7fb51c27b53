import type { LiveFrame } from '@counterfoil/protocol'
import { io } from 'socket.io-client'

export interface DeltaWatch {
  sent(paymentId: string, atMs: number): void
  /** From the sending of a payment to the frame that shows it approved; grows. */
  readonly tookMs: readonly number[]
}

/** A page that watches the whole chain; resolves when the hub has let it in. */
export async function watchDeltas(
  hubUrl: string,
  headers: { readonly cookie: string; readonly origin: string },
): Promise<DeltaWatch> {
  const waiting = new Map<string, number>()
  const tookMs: number[] = []
  const socket = io(`${hubUrl}/live`, {
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    extraHeaders: { ...headers },
  })
  socket.on('delta', ({ deltas }: LiveFrame) => {
    const nowMs = performance.now()
    for (const { payments } of deltas) {
      for (const { id, outcome } of payments) {
        const sentMs = waiting.get(id)
        if (sentMs === undefined || outcome !== 'approved') continue
        waiting.delete(id)
        tookMs.push(nowMs - sentMs)
      }
    }
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
  })
  const answer: { ok: boolean; message?: string } = await socket.timeout(10_000).emitWithAck('watch', { kind: 'chain' })
  if (!answer.ok) throw new Error(`the hub lets nobody watch: ${answer.message}`)
  return { sent: (paymentId, atMs) => void waiting.set(paymentId, atMs), tookMs }
}
