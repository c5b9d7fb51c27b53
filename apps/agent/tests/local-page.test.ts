import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { findProtocol } from '@counterfoil/terminals'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type AgentFolder, createAgentFolder, end } from './support/agent-process.ts'
import { eventually } from './support/eventually.ts'
import { type HubServer, JOIN_CODE, startHubServer } from './support/hub-server.ts'
import { askPage, hiddenFields, listeningAt, type Visitor, visitWith } from './support/page-visitor.ts'
import { type TerminalAt, terminalAtPty } from './support/terminal-at.ts'

const zvt = findProtocol('zvt')
if (zvt === undefined) throw new Error('ZVT is not registered')
const protocol = zvt

let hub: HubServer
let terminal: TerminalAt
let agent: AgentFolder
let port: number
const children: Awaited<ReturnType<AgentFolder['start']>>[] = []

beforeEach(async () => {
  hub = await startHubServer()
  terminal = await terminalAtPty(protocol)
  port = await freePort()
  agent = await createAgentFolder(hub.url, terminal.address, { localPage: { port } })
  expect(await agent.call('enrol', '--code', JOIN_CODE)).toMatchObject({ code: 0 })
})

afterEach(async () => {
  for (const child of children.splice(0)) await end(child, 'SIGKILL')
  await terminal.close()
  await hub.close()
})

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

/** A request line no client library would send; the answer's first line. */
async function askRaw(target: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.end(`GET ${target} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`)
  return (await text(socket)).split('\r\n', 1)[0] ?? ''
}

async function startAgent() {
  const child = await agent.start()
  children.push(child)
  await eventually('terminal ready', async () => {
    const { body } = await agent.ask('GET', '/v1/terminals')
    return (body.terminals as { condition: string }[])[0]?.condition === 'ready'
  })
  return child
}

async function address(): Promise<string> {
  const printed = await agent.call('page', '--json')
  expect(printed).toMatchObject({ code: 0, err: '' })
  return (JSON.parse(printed.out) as { url: string }).url
}

/** The confirmed form of a test payment, as the page makes it. */
async function form(visitor: Visitor, amount = '0.05') {
  const confirm = await visitor.get(`pay?terminal=lane-1&amount=${amount}&currency=EUR`)
  expect(confirm.status).toBe(200)
  return hiddenFields(confirm.text)
}

const live = async (visitor: Visitor) => (await visitor.get('live')).text

it('has no open port until somebody asks, listens on 127.0.0.1 alone, and shuts when the visit has ended', async () => {
  await startAgent()
  expect(listeningAt(port)).toEqual([])
  const visitor = await visitWith(await address())
  expect(listeningAt(port)).toEqual(['0100007F'])
  expect(readdirSync(join(agent.folder, 'agent-data/page-keys'))).toEqual([])
  expect((await visitor.get()).status).toBe(200)

  expect((await visitor.post('end')).status).toBe(200)
  await eventually('shut', () => listeningAt(port).length === 0)
  const again = await visitWith(await address())
  expect((await again.get()).status).toBe(200)
  const closed = await askPage(visitor.home, { headers: { Cookie: visitor.cookie } })
  expect(closed.status).toBe(403)
})

it('lets nobody in with a wrong or used key, another name, another origin, or somebody else’s cookie', async () => {
  await startAgent()
  const key = await address()
  const wrong = await askPage(`http://127.0.0.1:${port}/open?key=${'A'.repeat(43)}`)
  expect(wrong.status).toBe(403)
  // A browser that only looks ahead does not use the key up.
  expect((await askPage(key, { headers: { 'Sec-Purpose': 'prefetch' } })).status).toBe(405)
  const visitor = await visitWith(key)
  expect((await askPage(key)).status).toBe(403)

  const get = (headers: Record<string, string>) => askPage(visitor.home, { headers })
  expect((await get({})).status).toBe(403)
  expect((await get({ Cookie: 'agent_page=guessed' })).status).toBe(403)
  expect((await get({ Cookie: visitor.cookie, Host: `evil.example:${port}` })).status).toBe(421)
  expect((await get({ Cookie: visitor.cookie, Host: '127.0.0.1' })).status).toBe(421)
  // The cookie of 127.0.0.1 is none of localhost's, whoever carries it there.
  expect((await get({ Cookie: visitor.cookie, Host: `localhost:${port}` })).status).toBe(403)
  const other = await visitWith(await address())
  expect((await askPage(other.home, { headers: { Cookie: visitor.cookie } })).status).toBe(403)

  const order = await form(visitor)
  for (const headers of [
    { Origin: 'http://evil.example' },
    { Origin: 'null' },
    { Origin: 'http://127.0.0.1:3000' },
    { 'Sec-Fetch-Site': 'same-site' },
  ])
    expect((await visitor.post('pay', order, headers)).status).toBe(403)
  const bare = { method: 'POST', form: order, headers: { Cookie: visitor.cookie } }
  expect((await askPage(new URL('pay', visitor.home).href, bare)).status).toBe(403)
  expect((await visitor.get('pay-nothing')).status).toBe(404)
  expect((await visitor.get('doctor')).status).toBe(405)
  expect((await visitor.post('language', { language: 'x'.repeat(5_000) })).status).toBe(413)
  expect((await visitor.post('language', { language: 'fr' })).status).toBe(400)
  for (const target of ['//[', 'http://[', '*', '/s/%00/', `/s/${'a'.repeat(43)}/../../open`])
    expect(await askRaw(target)).toMatch(/^HTTP\/1\.1 40[034] /)
  expect(terminal.simulator.ledger).toEqual([])
})

it('sends nothing a browser could run or fetch from elsewhere, and keeps nothing', async () => {
  await startAgent()
  const key = await address()
  const entered = await askPage(key)
  expect(entered.headers['set-cookie']?.[0]).toMatch(
    /^agent_page=[\w-]{43}; Path=\/s\/[\w-]{43}\/; HttpOnly; SameSite=Strict; Max-Age=3600$/,
  )
  const visitor = await visitWith(await address())
  const { headers, text: html } = await visitor.get()
  expect(headers['content-security-policy']).toMatch(
    /^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
  )
  expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' })
  expect(html).not.toMatch(/\b(?:src|href)="(?:https?:)?\/\//)
  expect(html).not.toMatch(/ style="| on\w+="/)
})

it('shows the agent in English and Chinese: its hub, terminals, last events and what it has seen', async () => {
  await startAgent()
  const visitor = await visitWith(await address(), { 'Accept-Language': 'zh-CN,zh;q=0.9,en;q=0.5' })
  const chinese = (await visitor.get()).text
  expect(chinese).toContain('<html lang="zh">')
  for (const word of ['门店代理', '已连接', '最近事件', '就绪', 'BER-1', '终端自报身份']) expect(chinese).toContain(word)
  expect(await visitor.post('language', { language: 'en' })).toMatchObject({ status: 303, headers: { location: './' } })
  await eventually('all delivered', async () => /all \d+ events are delivered/.test(await live(visitor)))
  const english = (await visitor.get()).text
  expect(english).toContain('<html lang="en">')
  for (const word of ['Connected', 'Last events', 'Ready', 'Agent started', '52500041', 'Not looked yet', hub.url])
    expect(english).toContain(word)
})

it('charges once for a double click, marks it as a test, and tells how it ended', async () => {
  await startAgent()
  const visitor = await visitWith(await address())
  for (const amount of ['5.01', '0', '-1', '0.001', '1e2', '1000'])
    expect((await visitor.get(`pay?terminal=lane-1&amount=${amount}&currency=EUR`)).status, amount).toBe(400)
  expect((await visitor.get('pay?terminal=lane-9&amount=1&currency=EUR')).status).toBe(404)
  const order = await form(visitor)
  expect(order).toMatchObject({ terminal: 'lane-1', amountMinor: '5', currency: 'EUR' })
  const answers = await Promise.all([visitor.post('pay', order), visitor.post('pay', order)])
  for (const answer of answers) expect(answer).toMatchObject({ status: 303, headers: { location: './#test-payment' } })
  await eventually('approved', async () =>
    /Approved<\/span><span class="small">EUR\u00a00\.05, test payment/.test(await live(visitor)),
  )
  expect((await visitor.post('pay', order)).status).toBe(303)
  // Another amount with the same form is no repetition.
  expect((await visitor.post('pay', { ...order, amountMinor: '6' })).status).toBe(409)
  expect((await visitor.post('pay', { ...order, amountMinor: '501' })).status).toBe(400)
  expect((await visitor.post('pay', { ...order, form: 'mine' })).status).toBe(400)
  expect(terminal.simulator.ledger).toHaveLength(1)
  const opened = await eventually('at the hub', () => hub.hub().events.find(({ kind }) => kind === 'payment.opened'))
  expect(opened).toMatchObject({
    amountMinor: 5,
    paymentKind: 'sale',
    details: { till: 'local page', basket: 'TEST', lane: '1' },
  })
  // A till never sees it.
  expect((await agent.ask('GET', `/v1/payments/${String(opened.payment)}`)).status).toBe(404)
})

it('charges nobody twice when the agent is killed in the middle of a test payment and the form is sent again', async () => {
  const first = await startAgent()
  const visitor = await visitWith(await address())
  const order = await form(visitor)
  expect((await visitor.post('pay', order)).status).toBe(303)
  await eventually('the terminal has approved', () => terminal.simulator.ledger[0]?.state === 'approved')
  await end(first, 'SIGKILL')
  children.push(await agent.start())
  const again = await visitWith(await address())
  expect((await askPage(visitor.home, { headers: { Cookie: visitor.cookie } })).status).toBe(403)
  expect((await again.post('pay', order)).status).toBe(303)
  await eventually('final at the hub', () => hub.hub().events.some(({ kind }) => kind === 'payment.finalised'))
  expect((await again.post('pay', order)).status).toBe(303)
  expect(terminal.simulator.ledger).toHaveLength(1)
  expect(await live(again)).toMatch(/test payment/)
})

it('tests a port the running driver holds, takes no payment meanwhile, and gives it back', async () => {
  await startAgent()
  const visitor = await visitWith(await address())
  const order = await form(visitor)
  expect(await visitor.post('test-port', { terminal: 'lane-1' })).toMatchObject({ headers: { location: './#port-test' } })
  expect((await visitor.post('test-port', { terminal: 'lane-1' })).status).toBe(409)
  const refused = await visitor.post('pay', order)
  expect(refused.status).toBe(409)
  expect(refused.text).toContain('The terminal is not ready.')
  await eventually('found', async () => /answers and is ready \(.*\)\./.test(await live(visitor)))
  await eventually('ready again', async () => (await live(visitor)).includes('Ready</span>'))
  expect((await visitor.post('pay', await form(visitor))).status).toBe(303)
  await eventually('approved', async () => (await live(visitor)).includes('Approved'))
})

it('says that the port has gone, runs the doctor, and hands out the support bundle without secrets', async () => {
  await startAgent()
  const visitor = await visitWith(await address(), { 'Accept-Language': 'zh' })
  terminal.cut(600_000)
  await eventually('gone', async () => (await live(visitor)).includes('端口消失'))
  await visitor.post('test-port', { terminal: 'lane-1' })
  await eventually('said', async () => /没有端口 \S+：请检查电缆/.test(await live(visitor)))

  expect(await visitor.post('doctor')).toMatchObject({ status: 303 })
  await eventually('looked', async () => (await live(visitor)).includes('只有本用户可读'))
  const found = await live(visitor)
  expect(found).toContain('由运行中的代理使用，状态：无应答')
  const bundle = await visitor.post('bundle')
  expect(bundle.headers).toMatchObject({
    'content-type': 'application/zip',
    'content-disposition': 'attachment; filename="support-bundle.zip"',
  })
  expect(bundle.bytes.subarray(0, 4).toString('latin1')).toBe('PK\x03\x04')
  const key = (JSON.parse(readFileSync(join(agent.folder, 'agent-data/identity.json'), 'utf8')) as { privateKey: string })
    .privateKey
  expect(bundle.bytes.includes(key)).toBe(false)
  expect(readdirSync(join(agent.folder, 'agent-data')).filter((name) => name.endsWith('.zip'))).toEqual([])
  // The second look at its files has not taken the running agent's lock away.
  expect(await agent.call('run')).toMatchObject({ code: 1, err: expect.stringContaining('Another agent is using the outbox') })
})

it('says why there is no page', async () => {
  expect(await agent.call('page')).toMatchObject({ code: 1, err: expect.stringContaining('The agent is not running') })
  const squatter = createServer()
  await new Promise<void>((resolve) => squatter.listen(port, '127.0.0.1', resolve))
  const child = await startAgent()
  expect(await agent.call('page')).toMatchObject({ code: 1, err: expect.stringContaining(`cannot listen on port ${port}`) })
  await new Promise((resolve) => squatter.close(resolve))
  expect(await agent.call('page')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/open\?key=/),
  })
  await end(child, 'SIGINT')
  expect(listeningAt(port)).toEqual([])

  const shut = await createAgentFolder(hub.url, terminal.address, { localPage: 'off' })
  expect(await shut.call('page')).toMatchObject({ code: 1, err: expect.stringContaining('localPage: off') })
  expect(existsSync(join(shut.folder, 'agent-data/page-keys'))).toBe(false)
})
