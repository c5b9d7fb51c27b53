import { createServer } from 'node:http'
import { Server } from 'socket.io'

/** node bare-server.main.ts PORT */
const httpServer = createServer()
const io = new Server(httpServer, {
  transports: ['websocket'],
  serveClient: false,
  perMessageDeflate: false,
  pingInterval: 25_000,
  pingTimeout: 20_000,
})
io.of('/agents').on('connection', () => {})
httpServer.listen({ port: Number(process.argv[2]), host: '127.0.0.1', backlog: 4_096 }, () => console.log('listens'))
