import { createServer, type Socket } from 'node:net'
import { createTerminal, type SimulatedTerminal } from './simulated-terminal.ts'

/** Listens like a terminal on the shop's network: one till at a time, a newer connection replaces the older. */
export function serveTcp(terminal: SimulatedTerminal & { readonly host: string; readonly port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    let till: Socket | undefined
    let unpluggedUntilMs = 0
    const simulator = createTerminal(terminal, 'tcp', {
      write: (bytes) => void till?.write(bytes),
      unplug: (forMs) => {
        unpluggedUntilMs = terminal.clock.monotonicMs() + forMs
        terminal.io.out(`cable pulled for ${forMs} ms`)
        till?.destroy()
      },
    })
    // A terminal writes small messages one after the other: none may wait for the ACK of the one before.
    const server = createServer({ noDelay: true }, (socket) => {
      if (terminal.clock.monotonicMs() < unpluggedUntilMs) {
        socket.destroy()
        return
      }
      till?.destroy()
      till = socket
      terminal.io.out(`till connected from ${socket.remoteAddress ?? '?'}`)
      simulator.linkUp()
      socket.on('data', (chunk) => simulator.received(chunk))
      socket.on('error', (error) => terminal.io.err(`connection: ${error.message}`))
      socket.on('close', () => {
        if (till !== socket) return
        till = undefined
        simulator.linkDown()
        terminal.io.out('till disconnected')
      })
    })
    server.on('error', (error) => reject(explainListenError(error, `${terminal.host}:${terminal.port}`)))
    server.listen(terminal.port, terminal.host, () => {
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : terminal.port
      terminal.ready({ link: 'tcp', host: terminal.host, port })
    })
    terminal.io.stop.addEventListener('abort', () => {
      simulator.close()
      till?.destroy()
      server.close(() => resolve(0))
    })
  })
}

function explainListenError(error: NodeJS.ErrnoException, where: string): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new Error(`${where} is taken by another program; choose another port, or 0 for any free one.`)
    case 'EADDRNOTAVAIL':
      return new Error(`${where}: this machine does not have that address.`)
    case 'EACCES':
      return new Error(`${where}: this user may not listen there; ports below 1024 need more rights.`)
    default:
      return new Error(`${where}: ${error.message}`)
  }
}
