// A launcher as the tests need one: starts the server of the folder given, says where it is, and waits to be ended.
import { startEmbeddedPostgres, throwawaySettings } from '../src/embedded/index.ts'

const server = await startEmbeddedPostgres({ dataDir: process.argv[2] ?? '', settings: throwawaySettings })
console.log(JSON.stringify({ pid: server.pid, port: server.port, adopted: server.adopted }))
setInterval(() => {}, 60_000)
