/** What pages of one session tell each other, so that all close and open together and the server is told once. */
export type PresenceWord =
  | { readonly kind: 'noted'; readonly atMs: number }
  /** The server said so. */
  | { readonly kind: 'away' }
  | { readonly kind: 'factor_shown' }

export interface PresenceChannel {
  tell(word: PresenceWord): void
  close(): void
}

/** Pages of another session in the same browser (after signing out and in) are not listened to. */
export function openPresenceChannel(sessionId: string, heard: (word: PresenceWord) => void): PresenceChannel {
  const channel = new BroadcastChannel(`counterfoil-presence-${sessionId}`)
  channel.onmessage = ({ data }: MessageEvent<PresenceWord>) => heard(data)
  return {
    tell: (word) => channel.postMessage(word),
    close: () => channel.close(),
  }
}
