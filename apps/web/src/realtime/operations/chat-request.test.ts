import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Notice } from '@counterfoil/services/operations'
import { realClock } from '@counterfoil/services/testing'
import { expect, it } from 'vitest'
import { chatRequest, judgeChatAnswer } from './chat-request.ts'
import { readChatSettings } from './read-chat-settings.ts'
import { sendWebhook } from './send-webhook.ts'

const NOW = 1_800_000_000_123
const notice: Notice = {
  alertId: '019a7f3c-0000-7000-8000-00000000b001',
  event: 'raised',
  channel: 'slack',
  destination: null,
  rule: 'store_offline',
  subject: '<04&17>',
  severity: 'critical',
  raisedAt: new Date(NOW),
  endedAt: null,
  endedWhy: null,
  value: 1,
  raiseAt: 1,
  failures: 0,
}

/** What a robot on a real socket gets of each chat, and how what it answers is read. */
async function send(settings: string, answer: string) {
  const got: { url: string; body: string }[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text
    })
    request.on('end', () => {
      got.push({ url: request.url ?? '', body })
      response.end(answer)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const port = (server.address() as AddressInfo).port
  const [chat] = readChatSettings(settings.replace('HOST', `http://127.0.0.1:${port}`))
  if (chat === undefined) throw new Error('no chat')
  const request = chatRequest(chat, notice, NOW)
  const trouble = await sendWebhook(
    { clock: realClock, signal: new AbortController().signal },
    { url: request.url, ca: null },
    request,
    (text) => judgeChatAnswer(chat.kind, text),
  )
  server.close()
  const [first] = got
  return { trouble, url: new URL(first?.url ?? '/', 'http://x'), body: JSON.parse(first?.body ?? 'null') }
}

it('Slack gets text in which nothing is markup', async () => {
  const { trouble, body } = await send('slack=HOST/services/T', 'ok')
  expect(trouble).toBeNull()
  expect(Object.keys(body)).toEqual(['text'])
  expect(body.text).toContain('CRITICAL store_offline (&lt;04&amp;17&gt;)')
})

it('Feishu checks a signature whose key is time and secret, in seconds', async () => {
  const { trouble, body } = await send('feishu=HOST/hook/x#s3cret', '{"code":0,"msg":"success"}')
  expect(trouble).toBeNull()
  expect(body).toMatchObject({ timestamp: '1800000000', msg_type: 'text', content: { text: expect.stringContaining('<04&17>') } })
  expect(body.sign).toBe(createHmac('sha256', '1800000000\ns3cret').update('').digest('base64'))
  expect((await send('feishu=HOST/hook/x', '{"code":19021,"msg":"sign match fail"}')).trouble).toBe('error_19021')
})

it('DingTalk checks one in the address, in milliseconds', async () => {
  const { trouble, url, body } = await send('dingtalk=HOST/robot/send?access_token=a#SECx', '{"errcode":0,"errmsg":"ok"}')
  expect(trouble).toBeNull()
  expect(Object.fromEntries(url.searchParams)).toEqual({
    access_token: 'a',
    timestamp: String(NOW),
    sign: createHmac('sha256', 'SECx').update(`${NOW}\nSECx`).digest('base64'),
  })
  expect(body).toMatchObject({ msgtype: 'text', text: { content: expect.stringContaining('store_offline') } })
  expect((await send('dingtalk=HOST/robot/send?access_token=a#SECx', '{"errcode":310000}')).trouble).toBe('error_310000')
})

it('WeCom has its key in the address, and an answer that is none is not taken', async () => {
  const { trouble, url, body } = await send('wecom=HOST/cgi-bin/webhook/send?key=k', '{"errcode":0}')
  expect([trouble, url.searchParams.get('key'), body.msgtype]).toEqual([null, 'k', 'text'])
  expect((await send('wecom=HOST/send?key=k', '<html>')).trouble).toBe('not_understood')
})

it('settings that are wrong are refused without telling an address', () => {
  for (const text of [
    'slack',
    'irc=https://x',
    'slack=http://chat.example',
    'slack=https://a slack=https://b',
    'wecom=https://a#s',
  ])
    expect(() => readChatSettings(text), text).toThrow(/^(must|has)/)
  expect(readChatSettings('')).toEqual([])
})
