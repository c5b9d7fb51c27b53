import { redactLogLine } from '@counterfoil/protocol'
import pino, { type Logger } from 'pino'

/** The dashboard's log: one JSON line each, without secrets and card numbers whatever is given to it. */
export function createDashboardLog(level: string, destination: pino.DestinationStream = pino.destination(1)): Logger {
  return pino({ name: 'dashboard', level }, { write: (line) => destination.write(redactLogLine(line)) })
}
