/** What the hub link needs of a connection; made by socket.io in the real agent, by memory in simulations. */
export interface HubSocket {
  /** `answered` is called at most once, and never after `close`. */
  send(
    message: 'hello' | 'batch' | 'rotate' | 'pulse' | 'checkpoint' | 'cosignature',
    payload: object,
    answered: (answer: unknown) => void,
  ): void
  notify(message: 'joined', payload: object): void
  close(): void
}

export interface HubSocketHandlers {
  challenge(challenge: unknown): void
  /** Leave to send some of a backlog. */
  credit(credit: unknown): void
  /** The hub's log has something new. */
  news?(news: unknown): void
  /** The hub asks for something to be done. */
  command?(command: unknown): void
  /** The hub tells who may approve commands. */
  approvers?(approvers: unknown): void
  /** At most once; also when the connection never came up. Not after `close`. */
  closed(why: string): void
}

export type ConnectHub = (handlers: HubSocketHandlers) => HubSocket
