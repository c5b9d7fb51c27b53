import type { LogEntry } from '@counterfoil/services/audit'

/** RFC 5424: "log audit", and severities by OCSF's. */
const FACILITY = 13
const SEVERITIES: Readonly<Record<number, number>> = { 1: 6, 3: 4, 4: 2 }
const MOST_SEQUENCE = 2_147_483_647
const MOST_HOST = 255
const MOST_MESSAGE_ID = 32

/** One entry as RFC 5424 says, framed for TLS as RFC 5425 says: its length, a space, the message. */
export function syslogFrame(
  { index, actedAt }: Pick<LogEntry, 'index' | 'actedAt'>,
  event: { readonly text: string; readonly log: string; readonly action: string; readonly severity: number },
): Buffer {
  const priority = FACILITY * 8 + (SEVERITIES[event.severity] ?? 5)
  const host = visible(event.log, MOST_HOST)
  // The number wraps where the RFC's range ends; the index itself is in the event.
  const sequence = (index % MOST_SEQUENCE) + 1
  const head = `<${priority}>1 ${actedAt.toISOString()} ${host} counterfoil - ${visible(event.action, MOST_MESSAGE_ID)} [meta sequenceId="${sequence}"] `
  const message = Buffer.from(head + event.text)
  return Buffer.concat([Buffer.from(`${message.length} `), message])
}

function visible(text: string, most: number): string {
  return text.replace(/[^\x21-\x7e]/g, '?').slice(0, most) || '-'
}
