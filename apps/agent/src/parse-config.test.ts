import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TerminalProtocol } from '@counterfoil/terminals'
import { describe, expect, it } from 'vitest'
import { parseConfig } from './parse-config.ts'

/** Only what the config asks a protocol for. */
function protocolNamed(id: string): TerminalProtocol {
  const notAsked = () => {
    throw new Error('not asked of a protocol while reading a config')
  }
  return {
    id,
    label: id.toUpperCase(),
    capabilities: [],
    serial: { baudRate: 9_600, dataBits: 8, parity: 'none', stopBits: 2 },
    tcp: { port: 20_007 },
    timers: {},
    remoteSettings: [],
    parseSettings: (raw) =>
      typeof raw === 'object' && raw !== null && 'password' in raw && /^\d{6}$/.test(String(raw.password))
        ? { settings: raw }
        : { problems: [{ path: 'password', message: 'must be six digits' }] },
    createDriver: notAsked,
    createSimulator: notAsked,
    decode: notAsked,
    createLineReader: notAsked,
  }
}

const TOKEN = 'a-token-of-more-than-24-letters'

function parse(text: string) {
  return parseConfig({
    path: '/etc/counterfoil/agent.yaml',
    text,
    protocols: [protocolNamed('zvt')],
    readFile(path) {
      if (path === '/etc/counterfoil/till.token') return `${TOKEN}\n`
      throw new Error(`no such file: ${path}`)
    },
  })
}

function problemsOf(text: string): string[] {
  const parsed = parse(text)
  return 'problems' in parsed ? parsed.problems.map(({ line, path, message }) => `${line}: ${path} ${message}`) : []
}

const terminal = (link: string) => `name: Berlin
terminals:
  - key: lane-1
    lane: '1'
    protocol: zvt
    settings: { password: '000000' }
    ${link}
`

describe('parseConfig', () => {
  it('reads the sample that comes with the agent', () => {
    const parsed = parse(readFileSync(join(import.meta.dirname, '../agent.example.yaml'), 'utf8'))
    expect(parsed).not.toHaveProperty('problems')
    if (!('config' in parsed)) return
    expect(parsed.config.dataDir).toBe('/etc/counterfoil/agent-data')
    expect(parsed.config.terminals.map(({ key, link }) => [key, link])).toEqual([
      ['lane-1', { kind: 'serial', path: '/dev/ttyUSB0', baudRate: 9_600, dataBits: 8, parity: 'none', stopBits: 2 }],
      ['lane-2', { kind: 'tcp', host: '192.168.10.22', port: 20_007 }],
    ])
  })

  it.each([
    [
      'serial: { path: /dev/ttyS0, baudRate: 9700 }',
      '7: terminals[0].serial.baudRate must be one of 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200; did you mean 9600?',
    ],
    ['serial: { path: /dev/ttyS0, baudrate: 9600 }', '7: terminals[0].serial.baudrate is not known here; did you mean baudRate?'],
    ['tcp: { host: 10.0.0.1, port: 70000 }', '7: terminals[0].tcp.port must be at most 65535'],
    ['label: no link at all', '3: terminals[0] must have either serial: or tcp:, not both and not neither'],
  ])('names line, path and fix of %s', (link, sentence) => {
    expect(problemsOf(terminal(link))).toEqual([sentence])
  })

  it('names the line of what a protocol refuses, and an unknown protocol', () => {
    const text = terminal('tcp: { host: 10.0.0.1 }')
    expect(problemsOf(text.replace("'000000'", "'1'"))).toEqual(['6: terminals[0].settings.password must be six digits'])
    expect(problemsOf(text.replace('zvt', 'zvd'))).toEqual(['5: terminals[0].protocol must be one of zvt; did you mean zvt?'])
  })

  it('gives the page for technicians its port, unless it is another or the page is off', () => {
    const pageOf = (text: string) => {
      const parsed = parse(`${terminal('tcp: { host: 10.0.0.5 }')}${text}`)
      return 'config' in parsed ? parsed.config.localPage : undefined
    }
    expect(pageOf('')).toEqual({ port: 7_401 })
    expect(pageOf('localPage: { port: 7500 }')).toEqual({ port: 7_500 })
    expect(pageOf('localPage: off')).toBeUndefined()
    const complaint = (wrong: string) => problemsOf(`${terminal('tcp: { host: 10.0.0.5 }')}localPage: ${wrong}`)
    expect(complaint('on')).toEqual(['8: localPage must be off, or have port: and a port number'])
    expect(complaint('{ port: 0 }')).toEqual(['8: localPage.port must be at least 1'])
    expect(complaint('{ port: 7401, host: 0.0.0.0 }')).toEqual(['8: localPage.host is not known here; remove it'])
  })

  it('says what is missing, and where', () => {
    expect(problemsOf('terminals: []')).toEqual(['1: name is missing; it must be this agent’s name, e.g. "Berlin back office"'])
    expect(problemsOf('name: [unclosed')[0]).toMatch(/^\d+: {2}is no YAML/)
  })

  it('refuses two terminals of one name or one port', () => {
    const two = terminal('serial: { path: /dev/ttyS0 }') + terminal('serial: { path: /dev/ttyS0 }').split('terminals:\n')[1]
    expect(problemsOf(two)).toEqual([
      '8: terminals[1].key must be used once, but lane-1 is also terminals[0].key',
      '12: terminals[1].serial.path must be used once, but /dev/ttyS0 is also terminals[0].serial.path',
    ])
  })

  it('allows plain http for a hub on this machine only', () => {
    const withHub = (url: string) => problemsOf(`name: x\nhub: { url: '${url}' }\nterminals: []\n`)
    expect(withHub('http://127.0.0.1:4000')).toEqual([])
    expect(withHub('http://hub.example:4000')).toEqual([
      '2: hub.url must start with https://; plain http is for a hub on this machine only; did you mean https://hub.example:4000?',
    ])
    expect(withHub('hub.example')).toEqual(['2: hub.url must be an address such as https://hub.example:4000'])
  })

  it('takes one address of the hub or several, each once', () => {
    const hub = (text: string) => `name: x\nhub:\n${text}terminals: []\n`
    const addresses = (text: string) => {
      const parsed = parse(hub(text))
      return 'config' in parsed ? parsed.config.hubUrls : parsed.problems
    }
    expect(addresses('  url: https://a.example\n')).toEqual(['https://a.example'])
    expect(addresses('  urls: [https://a.example, https://b.example]\n')).toEqual(['https://a.example', 'https://b.example'])
    expect(problemsOf(hub('  urls:\n    - https://a.example\n    - http://b.example\n'))).toEqual([
      '5: hub.urls[1] must start with https://; plain http is for a hub on this machine only; did you mean https://b.example?',
    ])
    expect(problemsOf(hub('  urls:\n    - https://a.example\n    - https://a.example\n'))).toEqual([
      '5: hub.urls[1] must be used once, but https://a.example is also hub.urls[0]',
    ])
    expect(problemsOf(hub('  url: https://a.example\n  urls: [https://b.example]\n'))[0]).toMatch(
      /hub must have either url: or urls:/,
    )
    expect(problemsOf(hub('  urls: []\n'))[0]).toMatch(/hub\.urls must list at least one address/)
  })

  it('takes a pin and a proxy also where enrolment gave the address, and reads wrong ones aloud', () => {
    const hub = (text: string) => `name: x\nhub:\n${text}terminals: []\n`
    const pin = `sha256/${'A'.repeat(43)}=`
    const parsed = parse(hub(`  pin: ${pin}\n  proxy: http://u:p@proxy.shop:3128\n`))
    expect('config' in parsed && parsed.config).toMatchObject({
      hubTransport: { pin, proxy: { url: 'http://u:p@proxy.shop:3128' } },
    })
    expect('config' in parsed && parsed.config).not.toHaveProperty('hubUrls')
    expect(problemsOf(hub('  pin: abc\n  proxy: socks5://x\n'))).toEqual([
      expect.stringMatching(/^3: hub\.pin must be sha256\//),
      expect.stringMatching(/^4: hub\.proxy must be the address of an HTTP proxy/),
    ])
    expect(problemsOf(hub('  caFile: nowhere.pem\n'))).toEqual([expect.stringMatching(/^3: hub\.caFile cannot be read: /)])
    expect(problemsOf(hub('  caFile: till.token\n'))).toEqual([expect.stringMatching(/^3: hub\.caFile holds no certificate/)])
    expect(problemsOf('name: x\nhub: {}\nterminals: []\n')).toEqual([expect.stringMatching(/hub must have url: or urls:/)])
  })

  it('wants TLS for a till API that others can reach, and hashes token files', () => {
    const api = (more: string) => `${terminal('tcp: { host: 10.0.0.1 }')}tillApi:\n  port: 7400\n${more}`
    expect(problemsOf(api('  host: 0.0.0.0\n  tills: [{ name: a, tokenFile: till.token }]\n'))[0]).toMatch(
      /^8: tillApi\.tls is missing/,
    )
    expect(problemsOf(api('  tills: [{ name: a, tokenFile: other.token, lanes: ["9"] }]\n'))).toEqual([
      '10: tillApi.tills[0].lanes has lane 9, which no terminal has',
      '10: tillApi.tills[0].tokenFile cannot be read: no such file: /etc/counterfoil/other.token',
    ])
    const good = parse(api('  tills: [{ name: a, tokenFile: till.token }]\n'))
    expect('config' in good && good.config.tillApi?.tills).toEqual([
      { name: 'a', tokenSha256: createHash('sha256').update(TOKEN).digest('hex') },
    ])
  })
})
