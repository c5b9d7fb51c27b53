import { type ChatKind, type ChatSettings, chatKinds } from './alert-settings.ts'
import { isThisMachine } from './send-email.ts'

/** `slack=https://… feishu=https://…#secret`: one robot of each kind; what stands behind # signs. Throws one sentence without any secret. */
export function readChatSettings(text: string): ChatSettings[] {
  const chats = new Map<ChatKind, ChatSettings>()
  for (const part of text.split(/\s+/).filter((each) => each !== '')) {
    const [, name = '', address = ''] = /^([a-z]+)=(\S+)$/.exec(part) ?? []
    const kind = chatKinds.find((each) => each === name)
    if (kind === undefined) throw new Error(`must be like slack=https://…, with blanks between; kinds: ${chatKinds.join(', ')}`)
    if (chats.has(kind)) throw new Error(`has ${kind} twice`)
    if (!URL.canParse(address)) throw new Error(`has no address for ${kind}`)
    const url = new URL(address)
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isThisMachine(url.hostname)))
      throw new Error(`must begin with https:// for ${kind}; http:// is for this machine only`)
    const secret = url.hash === '' ? null : decodeURIComponent(url.hash.slice(1))
    if (secret !== null && kind !== 'feishu' && kind !== 'dingtalk')
      throw new Error(`has a secret for ${kind}, which signs nothing`)
    url.hash = ''
    chats.set(kind, { kind, url, secret })
  }
  return [...chats.values()]
}
