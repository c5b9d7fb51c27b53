import { createHmac } from 'node:crypto'
import type { Notice } from '@counterfoil/services/operations'
import type { ChatKind, ChatSettings } from './alert-settings.ts'
import { type EmailMessage, emailMessage } from './email-message.ts'

export interface ChatRequest {
  readonly url: URL
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

const hmac = (key: string, text: string): string => createHmac('sha256', key).update(text).digest('base64')

/** A notice as a chat's robot takes it: plain text, so that nothing in a store's code is read as markup or a mention. */
export function chatRequest(chat: ChatSettings, notice: Notice, nowMs: number): ChatRequest {
  return chatMessage(chat, emailMessage(notice, 'counterfoil'), nowMs)
}

export function chatMessage(
  { kind, url, secret }: ChatSettings,
  { subject, text }: Pick<EmailMessage, 'subject' | 'text'>,
  nowMs: number,
): ChatRequest {
  const { at, payload } = forms[kind](`${subject}\n${text}`, { url, secret, nowMs })
  const body = JSON.stringify(payload)
  return {
    url: at ?? url,
    body,
    headers: { 'content-type': 'application/json; charset=utf-8', 'content-length': String(Buffer.byteLength(body)) },
  }
}

interface Given {
  readonly url: URL
  readonly secret: string | null
  readonly nowMs: number
}
type Form = (text: string, given: Given) => { readonly payload: object; readonly at?: URL }

const forms: Readonly<Record<ChatKind, Form>> = {
  slack: (text) => ({ payload: { text: escapeSlack(text) } }),
  // Custom robots of Feishu and Lark: the key is what elsewhere is the text, and nothing is signed but its time.
  feishu: (text, { secret, nowMs }) => {
    const timestamp = String(Math.floor(nowMs / 1_000))
    const signed = secret === null ? {} : { timestamp, sign: hmac(`${timestamp}\n${secret}`, '') }
    return { payload: { ...signed, msg_type: 'text', content: { text } } }
  },
  // The time is in milliseconds here, and stands in the address.
  dingtalk: (text, { url, secret, nowMs }) => {
    const payload = { msgtype: 'text', text: { content: text } }
    if (secret === null) return { payload }
    const at = new URL(url)
    at.searchParams.set('timestamp', String(nowMs))
    at.searchParams.set('sign', hmac(secret, `${nowMs}\n${secret}`))
    return { payload, at }
  },
  // Its key is in the address; it signs nothing.
  wecom: (text) => ({ payload: { msgtype: 'text', text: { content: text } } }),
}

/** The three characters Slack reads as its own. */
const escapeSlack = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Null when the robot took it: all but Slack answer 200 and say in the body what is wrong. */
export function judgeChatAnswer(kind: ChatKind, answer: string): string | null {
  if (kind === 'slack') return null
  try {
    const said: unknown = JSON.parse(answer)
    const { code, errcode } = said as { readonly code?: unknown; readonly errcode?: unknown }
    const number = kind === 'feishu' ? code : errcode
    return number === 0 ? null : typeof number === 'number' ? `error_${number}` : 'not_understood'
  } catch {
    return 'not_understood'
  }
}
