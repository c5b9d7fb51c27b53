import { createServer } from 'node:net'
import type { TillApiConfig } from '../agent-config.ts'
import { explainListenError } from '../till-api/explain-listen-error.ts'
import type { Finding } from './finding.ts'

/** Listens for a moment where the till API would; `running`: an agent holds the port, as it should. */
export function checkTillPort(config: TillApiConfig, running: boolean): Promise<Finding> {
  return new Promise((resolve) => {
    const where = `${config.host}:${config.port}`
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => {
      const own = running && error.code === 'EADDRINUSE'
      resolve({
        area: 'till_api',
        verdict: own ? 'good' : 'bad',
        message: own ? `The running agent serves tills on ${where}.` : explainListenError(error, config),
      })
    })
    server.listen(config.port, config.host, () => {
      server.close(() =>
        resolve({
          area: 'till_api',
          verdict: running ? 'bad' : 'good',
          message: running
            ? `The agent runs, but nothing listens on ${where}: its log says why.`
            : `Port ${where} is free for tills.`,
        }),
      )
    })
  })
}
