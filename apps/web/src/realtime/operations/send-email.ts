import { createTransport } from 'nodemailer'
import type { EmailSettings } from './alert-settings.ts'
import { type EmailMessage, emailMessage } from './email-message.ts'
import type { Deliver } from './tell-notices.ts'

const ANSWER_MS = 10_000

/** Sends notices as mails, each over a connection of its own: alerts are few, and a line that is kept may be dead. */
export function sendByEmail(settings: EmailSettings): Deliver {
  const send = openMailer(settings)
  const domain = mailDomain(settings)
  return (notice, signal) => send(emailMessage(notice, domain), signal)
}

export const mailDomain = ({ from }: Pick<EmailSettings, 'from'>): string => from.slice(from.lastIndexOf('@') + 1)

/** Null when the server took it for everybody; else a word for why not. */
export function openMailer({
  server,
  from,
  to,
  ca,
}: EmailSettings): (message: EmailMessage, signal: AbortSignal) => Promise<string | null> {
  const secure = server.protocol === 'smtps:'
  const transport = createTransport({
    host: server.hostname,
    port: Number(server.port || (secure ? 465 : 587)),
    secure,
    // Never in the clear through a network; the settings let plain SMTP through to this machine only.
    ...(isThisMachine(server.hostname) ? {} : { requireTLS: true }),
    tls: { minVersion: 'TLSv1.2', ...(ca === null ? {} : { ca }) },
    ...(server.username === ''
      ? {}
      : { auth: { user: decodeURIComponent(server.username), pass: decodeURIComponent(server.password) } }),
    connectionTimeout: ANSWER_MS,
    greetingTimeout: ANSWER_MS,
    socketTimeout: ANSWER_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return async (message, signal) => {
    if (signal.aborted) return 'hub_stops'
    try {
      const { rejected } = await transport.sendMail({ from, to: [...to], ...message })
      return rejected.length === 0 ? null : 'recipient_refused'
    } catch (error) {
      return whyNot(error)
    }
  }
}

export function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host)
}

/** A word of the error; never its text, which may hold the address or what the server said. */
function whyNot(error: unknown): string {
  const { code, responseCode } = error as { readonly code?: unknown; readonly responseCode?: unknown }
  if (typeof responseCode === 'number') return `answer_${responseCode}`
  return typeof code === 'string' ? code.toLowerCase().slice(0, 60) : 'unknown'
}
