import { type ConnectHub, connectSocketIo } from '@counterfoil/agent'

/** What is noted of an agent's connections while the real link makes them. */
export interface LinkNotes {
  welcomed(): void
  /** The hub told it to come again, or refused it. */
  turnedAway(code: string): void
  /** A connection that had greeted has gone. */
  lost(): void
}

/** The real agent's connection over socket.io, with somebody looking on. */
export function watchedSocketIo(hubUrl: string, notes: LinkNotes): ConnectHub {
  const connect = connectSocketIo(hubUrl)
  return (handlers) => {
    let greeted = false
    const end = (): void => {
      if (greeted) notes.lost()
      greeted = false
    }
    const socket = connect({
      ...handlers,
      closed(why) {
        end()
        handlers.closed(why)
      },
    })
    return {
      send(message, payload, answered) {
        socket.send(message, payload, (answer) => {
          if (message === 'hello') {
            const { ok, code } = answer as { readonly ok?: boolean; readonly code?: string }
            greeted = ok === true
            if (greeted) notes.welcomed()
            else notes.turnedAway(code ?? 'unreadable')
          }
          answered(answer)
        })
      },
      notify: socket.notify,
      close() {
        end()
        socket.close()
      },
    }
  }
}
