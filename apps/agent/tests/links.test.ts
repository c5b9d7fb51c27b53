import { existsSync, readlinkSync, rmSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { LinkAddress } from '../src/agent-config.ts'
import type { ByteLink, LinkProblem } from '../src/terminals/byte-link.ts'
import { openLink } from '../src/terminals/open-link.ts'
import { eventually } from './support/eventually.ts'
import { createPtyPair } from './support/pty-pair.ts'

const serial = (path: string): LinkAddress => ({
  kind: 'serial',
  path,
  baudRate: 9_600,
  dataBits: 8,
  parity: 'none',
  stopBits: 2,
})

function open(address: LinkAddress) {
  const seen: { opened: boolean; bytes: number[]; problems: LinkProblem[] } = { opened: false, bytes: [], problems: [] }
  const link: ByteLink = openLink(address, {
    opened() {
      seen.opened = true
    },
    received: (chunk) => void seen.bytes.push(...chunk),
    closed: (problem) => void seen.problems.push(problem),
  })
  onTestFinished(() => link.close())
  return { seen, link }
}

const opened = (what: ReturnType<typeof open>) => eventually('open', () => what.seen.opened)
const problem = (what: ReturnType<typeof open>) => eventually('problem', () => what.seen.problems[0])

describe('a serial link', () => {
  it('says that a port is missing', async () => {
    expect(await problem(open(serial('/dev/ttyNOTHERE')))).toMatchObject({ code: 'port_missing' })
  })

  it('carries bytes, refuses a second owner, and notices when the adapter is pulled', async () => {
    const pair = createPtyPair()
    await pair.plugIn()
    onTestFinished(() => pair.unplug())
    const till = open(serial(pair.tillEnd))
    const terminal = open(serial(pair.terminalEnd))
    await opened(till)
    await opened(terminal)
    const every = Uint8Array.from({ length: 256 }, (_, index) => index)
    till.link.write(every)
    await eventually('bytes', () => terminal.seen.bytes.length === 256)
    expect(terminal.seen.bytes).toEqual([...every])
    expect(await problem(open(serial(pair.tillEnd)))).toMatchObject({
      code: 'in_use',
      message: expect.stringContaining('another program'),
    })
    await pair.unplug()
    expect(await problem(till)).toMatchObject({ code: 'port_missing', message: expect.stringContaining('unplugged') })
    expect(till.seen.problems).toHaveLength(1)
  })

  it('notices that its device is another one, though the open port says nothing', async () => {
    const pair = createPtyPair()
    await pair.plugIn()
    onTestFinished(() => pair.unplug())
    const till = open(serial(pair.tillEnd))
    await opened(till)
    const device = readlinkSync(pair.tillEnd)
    rmSync(pair.tillEnd)
    symlinkSync(pair.terminalEnd, pair.tillEnd)
    expect(await problem(till)).toMatchObject({ code: 'port_missing', message: expect.stringContaining('unplugged') })
    expect(existsSync(device)).toBe(true)
  })

  it('can be closed while it is still opening', async () => {
    const pair = createPtyPair()
    await pair.plugIn()
    onTestFinished(() => pair.unplug())
    open(serial(pair.tillEnd)).link.close()
    const next = await eventually('free again', async () => {
      const again = open(serial(pair.tillEnd))
      await eventually('result', () => again.seen.opened || again.seen.problems.length > 0)
      return again.seen.opened ? again : undefined
    })
    expect(next.seen.problems).toEqual([])
  })
})

describe('a TCP link', () => {
  it('says that nothing listens, and that a name is not known', async () => {
    expect(await problem(open({ kind: 'tcp', host: '127.0.0.1', port: 1 }))).toMatchObject({ code: 'refused' })
    expect(await problem(open({ kind: 'tcp', host: 'no-such-host.invalid', port: 20_007 }))).toMatchObject({
      code: 'unknown_host',
    })
  })

  it('notices that the terminal hung up, once', async () => {
    const server = createServer((socket) => {
      socket.write('x')
      socket.end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const address = server.address()
    const link = open({
      kind: 'tcp',
      host: '127.0.0.1',
      port: typeof address === 'object' && address !== null ? address.port : 0,
    })
    expect(await problem(link)).toMatchObject({ code: 'closed_by_terminal' })
    expect(link.seen.bytes).toEqual([0x78])
    expect(link.seen.problems).toHaveLength(1)
  })
})
