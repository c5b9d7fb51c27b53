import type { AgentSessions } from '@counterfoil/services/agent-sessions'
import { peerAddress } from '../http/peer-address.ts'
import type { HubNamespace } from '../hub-sockets.ts'

/** Carries agents' sessions over socket.io. */
export function serveAgents(namespace: HubNamespace, sessions: Pick<AgentSessions, 'open'>): void {
  namespace.on('connection', (socket) => {
    const { address: remoteAddress, headers } = socket.handshake
    const { socket: line } = socket.request
    const session = sessions.open({
      challenge: (challenge) => socket.emit('challenge', challenge),
      credit: (credit) => socket.emit('credit', credit),
      news: (news) => socket.emit('news', news),
      command: (command) => socket.emit('command', command),
      approvers: (approvers) => socket.emit('approvers', approvers),
      close: () => void socket.disconnect(true),
      get closed() {
        return socket.disconnected
      },
      address: peerAddress({ socket: { remoteAddress }, headers }),
      get bytesHeard() {
        return line.bytesRead
      },
    })
    // A missing answer function is a broken peer.
    socket.on('hello', (input, answer) => {
      if (typeof answer !== 'function') return void socket.disconnect(true)
      void session.hello(input).then(answer)
    })
    socket.on('batch', (input, answer) => {
      if (typeof answer !== 'function') return void socket.disconnect(true)
      void session.batch(input).then(answer)
    })
    socket.on('rotate', (input, answer) => {
      if (typeof answer !== 'function') return void socket.disconnect(true)
      void session.rotate(input).then(answer)
    })
    socket.on('checkpoint', (input, answer) => {
      if (typeof answer !== 'function') return void socket.disconnect(true)
      void session.checkpoint(input).then(answer)
    })
    socket.on('cosignature', (input, answer) => {
      if (typeof answer !== 'function') return void socket.disconnect(true)
      void session.cosignature(input).then(answer)
    })
    socket.on('joined', (input) => session.joined(input))
    socket.on('pulse', (input, answer) => {
      if (typeof answer !== 'function') return void socket.disconnect(true)
      void session.pulse(input).then(answer)
    })
    socket.on('disconnect', () => session.closed())
  })
}
