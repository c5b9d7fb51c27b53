import { createServer } from 'node:net'

/** Throws one sentence when somebody else listens on the port already. */
export function assertPortFree(port: number, variable: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'another program uses it' : error.message
      reject(new Error(`Port ${port} cannot be used: ${why}. Set ${variable} to another port and start again.`))
    })
    probe.listen(port, () => probe.close(() => resolve()))
  })
}
