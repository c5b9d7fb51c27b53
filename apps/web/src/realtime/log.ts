import { redactLogLine } from '@counterfoil/protocol'
import pino, { type Logger } from 'pino'

/** The hub's log: one JSON line each. Bodies are never given to it; secrets that slip in are cut. */
export function createLog(level: string, destination: pino.DestinationStream = pino.destination(1)): Logger {
  const secrets = ['cookie', 'authorization', 'bodies', 'body', 'signature', 'code', 'publicKey', 'password', 'token']
  const options: pino.LoggerOptions = {
    level,
    base: { part: 'hub' },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[cut]' },
    serializers: {
      err: (error: unknown) =>
        error instanceof Error ? { type: error.name, message: error.message, stack: error.stack } : error,
    },
  }
  return pino(options, { write: (line) => destination.write(redactLogLine(line)) })
}
