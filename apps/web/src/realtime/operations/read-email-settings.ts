import type { EmailSettings } from './alert-settings.ts'
import { isThisMachine } from './send-email.ts'

const ADDRESS = /^[^\s@<>,;"]{1,64}@[^\s@<>,;"]{1,190}$/

interface Given {
  readonly ALERT_SMTP_URL?: string | undefined
  readonly ALERT_EMAIL_FROM?: string | undefined
  readonly ALERT_EMAIL_TO?: string | undefined
}

/** By which server and to whom alerts go as mails; without ALERT_EMAIL_TO only to destinations of the page; null: none do. Throws one sentence that names no secret. */
export function readEmailSettings(given: Given): Omit<EmailSettings, 'ca'> | null {
  const { ALERT_SMTP_URL: url, ALERT_EMAIL_FROM: from, ALERT_EMAIL_TO: list } = given
  if (url === undefined) {
    if (from !== undefined || list !== undefined) throw new Error('is missing: without a server nothing can be sent')
    return null
  }
  if (!URL.canParse(url) || !/^smtps?:\/\/[^/\s]+\/?$/.test(url)) throw new Error('must be like smtps://user:password@host:465')
  const server = new URL(url)
  if (server.hostname === '') throw new Error('must be like smtps://user:password@host:465')
  if (/%(?![0-9a-f]{2})/i.test(`${server.username}${server.password}`))
    throw new Error('has a % in its user or password that is not followed by two digits: write %25')
  if (server.username !== '' && server.protocol === 'smtp:' && server.port === '25' && !isThisMachine(server.hostname))
    throw new Error('must not carry a password to port 25; use smtps:// or port 587')
  if (from === undefined || !ADDRESS.test(from)) throw new Error('needs ALERT_EMAIL_FROM, one address')
  const to = list === undefined ? [] : list.split(',').map((each) => each.trim())
  if (!to.every((each) => ADDRESS.test(each))) throw new Error('needs ALERT_EMAIL_TO, addresses with commas between')
  return { server, from, to }
}
