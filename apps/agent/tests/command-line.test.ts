import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { AgentEvent } from '@counterfoil/protocol'
import { findProtocol } from '@counterfoil/terminals'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AgentFolder, createAgentFolder, end, TILL_TOKEN } from './support/agent-process.ts'
import { eventually } from './support/eventually.ts'
import { type HubServer, JOIN_CODE, startHubServer } from './support/hub-server.ts'
import { createPtyPair } from './support/pty-pair.ts'
import { type TerminalAt, terminalAtTcp } from './support/terminal-at.ts'

const zvt = findProtocol('zvt')
if (zvt === undefined) throw new Error('ZVT is not registered')
const protocol = zvt

let hub: HubServer
let terminal: TerminalAt
let agent: AgentFolder

beforeEach(async () => {
  hub = await startHubServer()
  terminal = await terminalAtTcp(protocol)
  agent = await createAgentFolder(hub.url, terminal.address)
})

afterEach(async () => {
  await terminal.close()
  await hub.close()
})

const json = (out: string) => {
  expect(out.trim().split('\n')).toHaveLength(1)
  return JSON.parse(out)
}

describe('agent', () => {
  it('refuses a wrong join code without enrolling, and enrols once', async () => {
    expect(await agent.call('enrol', '--code', 'WRNGWRNGWR')).toMatchObject({
      code: 1,
      err: expect.stringContaining('This join code is not known'),
    })
    expect(await agent.call('enrol', '--code', '12')).toMatchObject({
      code: 1,
      err: expect.stringContaining('ten letters and digits'),
    })
    expect(existsSync(join(agent.folder, 'agent-data/identity.json'))).toBe(false)
    expect(await agent.call('enrol', '--code', 'abcde-fghjk')).toMatchObject({
      code: 0,
      out: expect.stringContaining('Enrolled for store BER-1'),
    })
    expect(existsSync(join(agent.folder, 'agent-data/identity.pending.json'))).toBe(false)
    expect(await agent.call('enrol', '--code', JOIN_CODE)).toMatchObject({
      code: 1,
      err: expect.stringContaining('enrolled already'),
    })
  })

  it('says how to enrol instead of running without an identity', async () => {
    expect(await agent.call('run')).toMatchObject({ code: 1, err: expect.stringContaining('not enrolled yet') })
  })

  it('lists ports, pseudo-terminals among them', async () => {
    const pty = createPtyPair()
    await pty.plugIn()
    try {
      const listed = await agent.call('ports', pty.tillEnd, '/dev/not-there', '--json')
      expect(listed.code).toBe(1)
      expect(json(listed.out)).toMatchObject({
        ports: expect.arrayContaining([{ path: pty.tillEnd }]),
        missing: ['/dev/not-there'],
      })
    } finally {
      await pty.unplug()
    }
  })

  it('exits with 2 on wrong usage and names the verbs', async () => {
    expect(await agent.call('dance')).toMatchObject({ code: 2, err: expect.stringContaining('there is no verb "dance"') })
    expect(await agent.call('enrol', '--code')).toMatchObject({ code: 2, err: expect.stringContaining('usage: agent enrol') })
    expect(await agent.call('ports', '--help')).toMatchObject({ code: 0, out: expect.stringContaining('usage: agent ports') })
  })

  it('runs, tells its status, replays a payment, and stops cleanly', async () => {
    await agent.call('enrol', '--code', JOIN_CODE)
    const child = await agent.start()
    await eventually(
      'ready',
      async () => ((await agent.ask('GET', '/v1/terminals')).body.terminals as { condition: string }[])[0]?.condition === 'ready',
    )
    const order = { lane: '1', kind: 'sale', amountMinor: 500, currency: 'EUR' }
    const started = await agent.ask('POST', '/v1/payments', order, { 'Idempotency-Key': 'k' })
    await eventually('delivered', () => hub.hub().events.some(({ kind }) => kind === 'payment.finalised'))
    for (const event of hub.hub().events) expect(AgentEvent.safeParse(event).error?.issues).toBeUndefined()

    const status = json((await agent.call('status', '--json')).out)
    expect(status).toMatchObject({
      running: true,
      hub: { connected: true },
      terminals: [{ terminal: 'lane-1', condition: 'ready' }],
      openPayments: [],
    })
    const replay = await agent.call('replay', '--payment', String(started.body.id))
    expect(replay.out).toMatch(/payment\.opened[\s\S]*→ authorisation[\s\S]*payment\.finalised/)
    expect(await agent.call('run')).toMatchObject({ code: 1, err: expect.stringContaining('Another agent is using the outbox') })
    const held = await agent.call('doctor')
    expect(held.out).toContain('The running agent holds it and says: ready')
    expect(await end(child, 'SIGINT')).toBe(0)
    expect((await agent.call('status')).out).toContain('is not running')
  })
})

describe('support-bundle', () => {
  it('holds config, status, doctor and logs, and no key, token, password or card number', async () => {
    const proxied = await createAgentFolder(hub.url, terminal.address, { record: { limitMb: 64 } })
    await proxied.call('enrol', '--code', JOIN_CODE)
    const logs = join(proxied.folder, 'logs')
    mkdirSync(logs)
    writeFileSync(join(logs, 'agent.log'), 'the till sent 4111111111111111 with Bearer a-till-token\npassword=424242\n')
    const file = join(proxied.folder, 'support.zip')
    const made = await proxied.call('support-bundle', '--to', file, '--json')
    expect(json(made.out)).toEqual({
      file,
      files: ['about.txt', 'config.yaml', 'status.json', 'doctor.json', 'logs/agent.log'],
    })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const bytes = readFileSync(file, 'latin1')
    const { privateKey } = JSON.parse(readFileSync(join(proxied.folder, 'agent-data/identity.json'), 'utf8'))
    const tokenSha256 = createHash('sha256').update(TILL_TOKEN).digest('hex')
    for (const secret of [privateKey, tokenSha256, '4111111111111111', 'a-till-token', '424242'])
      expect(bytes).not.toContain(secret)
    for (const kept of ['Test store', 'the till sent', '"healthy"', 'Counterfoil agent']) expect(bytes).toContain(kept)
  })
})

describe('moving unsent events', () => {
  it('exports what the hub has not got, sealed, and delivers it from another folder; a wrong code opens nothing', async () => {
    await agent.call('enrol', '--code', JOIN_CODE)
    hub.acceptBatches(false)
    const child = await agent.start()
    await eventually('something recorded', async () => Number((await agent.call('unsent', '--count')).out) > 0)
    const file = join(agent.folder, 'unsent.counterfoil')
    expect(await agent.call('export-unsent', '--to', file)).toMatchObject({
      code: 1,
      err: expect.stringContaining('stop it first'),
    })
    await end(child, 'SIGINT')
    const exported = json((await agent.call('export-unsent', '--to', file, '--json')).out)
    expect(exported.events).toBeGreaterThan(0)
    const { privateKey } = JSON.parse(readFileSync(join(agent.folder, 'agent-data/identity.json'), 'utf8'))
    expect(readFileSync(file, 'latin1')).not.toContain(privateKey)
    const other = await createAgentFolder(hub.url, terminal.address)
    expect(await other.call('deliver', file, '--code', 'AAAAA-AAAAA-AAAAA-AAAAA')).toMatchObject({
      code: 1,
      err: expect.stringContaining('does not open this export'),
    })
    hub.acceptBatches(true)
    const delivered = json((await other.call('deliver', file, '--code', exported.code, '--json')).out)
    expect(delivered).toMatchObject({ delivered: exported.events, left: 0 })
    expect(hub.hub().events).toHaveLength(exported.events)
  })

  /** Records something the hub does not take, and becomes somebody else. Returns how many events are left behind. */
  async function leaveBehind(): Promise<number> {
    await agent.call('enrol', '--code', JOIN_CODE)
    hub.acceptBatches(false)
    const child = await agent.start()
    await eventually('something recorded', async () => Number((await agent.call('unsent', '--count')).out) > 0)
    await end(child, 'SIGINT')
    const left = Number((await agent.call('unsent', '--count')).out)
    expect(await agent.call('enrol', '--again', '--code', JOIN_CODE)).toMatchObject({ code: 0 })
    return left
  }

  it('counts what an earlier enrolment left behind, exports it, and delivers each stream in its own name', async () => {
    const left = await leaveBehind()
    expect((await agent.call('unsent', '--count')).out.trim()).toBe(String(left))
    const child = await agent.start()
    await eventually('more recorded', async () => Number((await agent.call('unsent', '--count')).out) > left)
    await end(child, 'SIGINT')
    expect((await agent.call('unsent')).out).toContain(`${left} events of an earlier enrolment wait for the hub.`)
    const told = json((await agent.call('status', '--json')).out)
    expect(told.waiting.ofEarlierEpochs).toBe(left)
    expect((await agent.call('status')).out).toContain(`${left} events of an earlier enrolment wait for the hub.`)
    expect((await agent.call('doctor')).out).toContain(`${left} events of an earlier enrolment wait in`)
    const bundle = join(agent.folder, 'support.zip')
    await agent.call('support-bundle', '--to', bundle)
    expect(readFileSync(bundle, 'latin1')).toContain(`"ofEarlierEpochs":${left}`)
    const { privateKey } = JSON.parse(readFileSync(join(agent.folder, 'agent-data/identity.epoch-1.json'), 'utf8'))
    expect(readFileSync(bundle, 'latin1')).not.toContain(privateKey)
    const waiting = Number((await agent.call('unsent', '--count')).out)
    const file = join(agent.folder, 'unsent.counterfoil')
    const exported = json((await agent.call('export-unsent', '--to', file, '--json')).out)
    expect(exported).toMatchObject({ events: waiting, withoutKey: 0 })
    hub.acceptBatches(true)
    const other = await createAgentFolder(hub.url, terminal.address)
    const delivered = json((await other.call('deliver', file, '--code', exported.code, '--json')).out)
    expect(delivered).toMatchObject({ delivered: waiting, left: 0 })
    expect([hub.hub(0).events.length, hub.hub(1).events.length]).toEqual([left, waiting - left])
  })

  it('delivers what an earlier enrolment left behind while it runs, and then nothing waits any more', async () => {
    const left = await leaveBehind()
    hub.acceptBatches(true)
    const child = await agent.start()
    await eventually('delivered in its own name', () => hub.hub(0).events.length === left)
    await eventually('nothing waits', async () => (await agent.call('unsent', '--count')).out.trim() === '0')
    expect((await agent.call('status')).out).toContain('Hub: Connected')
    expect(await end(child, 'SIGINT')).toBe(0)
    expect((await agent.call('unsent')).out).toContain('The hub has every recorded event.')
  })

  it('says of events whose key nobody kept that they stay', async () => {
    const left = await leaveBehind()
    rmSync(join(agent.folder, 'agent-data/identity.epoch-1.json'))
    const exported = await agent.call('export-unsent', '--to', join(agent.folder, 'unsent.counterfoil'))
    expect(exported.out).toContain(`${left} more events of an earlier enrolment stay in`)
    expect((await agent.call('unsent', '--count')).out.trim()).toBe(String(left))
  })

  it('seals nothing where the file for its code is there already', async () => {
    await agent.call('enrol', '--code', JOIN_CODE)
    const file = join(agent.folder, 'unsent.counterfoil')
    writeFileSync(`${file}.code`, 'another code\n')
    const refused = await agent.call('export-unsent', '--to', file, '--code-file', `${file}.code`)
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('is there already: give another name') })
    expect(existsSync(file)).toBe(false)
    expect(readFileSync(`${file}.code`, 'utf8')).toBe('another code\n')
  })
})

describe('doctor', () => {
  it('finds nothing wrong where nothing is', async () => {
    await agent.call('enrol', '--code', JOIN_CODE)
    const checked = await agent.call('doctor', '--json')
    const { healthy, findings } = json(checked.out)
    expect(findings.filter(({ verdict }: { verdict: string }) => verdict !== 'good')).toEqual([])
    expect([healthy, checked.code]).toEqual([true, 0])
  })

  it('says in one go what is wrong with the terminal, the hub, the port and the key file', async () => {
    await agent.call('enrol', '--code', JOIN_CODE)
    chmodSync(join(agent.folder, 'agent-data/identity.json'), 0o644)
    await terminal.close()
    await hub.close()
    const { port } = new URL(agent.tillUrl)
    const squatter = createServer()
    await new Promise<void>((resolve) => squatter.listen(Number(port), '127.0.0.1', resolve))
    const checked = await agent.call('doctor')
    squatter.close()
    expect(checked.code).toBe(1)
    expect(checked.out).toContain('Nothing listens at 127.0.0.1')
    expect(checked.out).toContain('No connection to the hub: nothing answers at')
    expect(checked.out).toContain(`another program holds the port. Stop it, or set tillApi.port to another.`)
    expect(checked.out).toContain('run: chmod 600')
  })

  it('names line and fix of a mistake in the config', async () => {
    mkdirSync(join(agent.folder, 'x'), { recursive: true })
    writeFileSync(
      agent.config,
      'name: x\nterminals:\n  - key: lane-1\n    lane: "1"\n    protocol: zvt\n    serial: { path: /dev/x, baudRate: 9700 }\n',
    )
    const checked = await agent.call('doctor')
    expect(checked).toMatchObject({
      code: 1,
      out: expect.stringMatching(/agent\.yaml line 6: terminals\[0\]\.serial\.baudRate must be .* did you mean 9600\?/),
    })
  })
})
