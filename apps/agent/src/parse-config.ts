import { createHash, X509Certificate } from 'node:crypto'
import { dirname, resolve } from 'node:path'
import type { TerminalProtocol } from '@counterfoil/terminals'
import { type Document, LineCounter, parseDocument } from 'yaml'
import {
  type AgentConfig,
  type LinkAddress,
  type TerminalConfig,
  type TillApiConfig,
  type UsbPort,
  usbText,
} from './agent-config.ts'
import { type ConfigProblem, editDistance, explainIssues, lineOf, pathText } from './config-problem.ts'
import { ConfigFile } from './config-schema.ts'
import type { ProxySettings, TransportSettings } from './link/hub-transport.ts'

export interface ConfigSource {
  /** The file's path; relative paths inside it start at its folder. */
  readonly path: string
  readonly text: string
  readonly protocols: readonly TerminalProtocol[]
  /** Reads a file the config names (token, certificate, key); throws when it cannot. */
  readFile(path: string): string
  /** The machine's own, used unless the file names one. */
  readonly proxy?: ProxySettings | undefined
}

const MB = 1024 * 1024

type Report = (path: readonly PropertyKey[], message: string) => void

/** YAML text → config, or everything that is wrong with it, each with its line. */
export function parseConfig(
  source: ConfigSource,
): { readonly config: AgentConfig } | { readonly problems: readonly ConfigProblem[] } {
  const lines = new LineCounter()
  const document = parseDocument(source.text, { lineCounter: lines })
  if (document.errors.length > 0) {
    return {
      problems: document.errors.map((error) => ({
        line: lines.linePos(error.pos[0]).line,
        path: '',
        message: `is no YAML: ${error.message.split('\n')[0]?.replace(/ at line \d+.*$/, '')}`,
      })),
    }
  }
  const parsed = ConfigFile.safeParse(document.toJS() ?? {})
  if (!parsed.success) return { problems: explainIssues(parsed.error.issues, document, lines) }
  const problems: ConfigProblem[] = []
  const report: Report = (path, message) =>
    problems.push({ line: lineOf(document as Document.Parsed, lines, path), path: pathText(path), message })
  const config = complete(parsed.data, source, report)
  return problems.length > 0 ? { problems } : { config }
}

function complete(file: ConfigFile, source: ConfigSource, report: Report): AgentConfig {
  const here = (path: string) => resolve(dirname(source.path), path)
  const terminals = file.terminals.flatMap((entry, index) =>
    completeTerminal(entry, ['terminals', index], source.protocols, report),
  )
  reportDoubles(
    file.terminals.map((entry) => entry.key),
    (index) => ['terminals', index, 'key'],
    report,
  )
  reportDoubles(
    file.terminals.map((entry) => entry.serial?.path),
    (index) => ['terminals', index, 'serial', 'path'],
    report,
  )
  reportDoubles(
    file.terminals.map(({ serial }) => serial?.usb && usbText(withoutGaps(serial.usb))),
    (index) => ['terminals', index, 'serial', 'usb'],
    report,
  )
  reportDoubles(file.hub?.urls ?? [], (index) => ['hub', 'urls', index], report)
  const hubUrls = file.hub?.urls ?? (file.hub?.url === undefined ? undefined : [file.hub.url])
  const tillApi = file.tillApi && completeTillApi(file.tillApi, file, (path) => source.readFile(here(path)), report)
  return {
    name: file.name,
    ...(hubUrls && { hubUrls }),
    hubTransport: completeTransport(file.hub ?? {}, source, here, report),
    dataDir: here(file.dataDir),
    logLevel: file.log.level,
    record: { limitBytes: file.record.limitMb * MB, reserveBytes: file.record.reserveMb * MB },
    terminals,
    ...(tillApi && { tillApi }),
    ...(file.localPage !== 'off' && { localPage: file.localPage }),
    ...(file.hubConfiguration === 'refuse' && { refusesHubConfiguration: true }),
  }
}

function completeTransport(
  { caFile, pin, proxy }: NonNullable<ConfigFile['hub']>,
  source: ConfigSource,
  here: (path: string) => string,
  report: Report,
): TransportSettings {
  const through = proxy === undefined ? source.proxy : { url: proxy }
  let ca: string | undefined
  try {
    if (caFile !== undefined) {
      ca = source.readFile(here(caFile))
      new X509Certificate(ca)
    }
  } catch (error) {
    const why =
      ca === undefined ? `cannot be read: ${error instanceof Error ? error.message : String(error)}` : 'holds no certificate'
    report(['hub', 'caFile'], `${why}; it must be a PEM file that begins with -----BEGIN CERTIFICATE-----`)
  }
  return { ...(ca !== undefined && { ca }), ...(pin !== undefined && { pin }), ...(through && { proxy: through }) }
}

function reportDoubles(
  values: readonly (string | undefined)[],
  path: (index: number) => readonly PropertyKey[],
  report: Report,
): void {
  for (const [index, value] of values.entries()) {
    const first = values.indexOf(value)
    if (value !== undefined && first < index)
      report(path(index), `must be used once, but ${value} is also ${pathText(path(first))}`)
  }
}

function completeTerminal(
  entry: ConfigFile['terminals'][number],
  path: readonly PropertyKey[],
  protocols: readonly TerminalProtocol[],
  report: Report,
): TerminalConfig[] {
  const protocol = protocols.find((known) => known.id === entry.protocol)
  if (protocol === undefined) {
    const near = protocols.find((known) => editDistance(known.id, entry.protocol.toLowerCase()) <= 2)
    report(
      [...path, 'protocol'],
      `must be one of ${protocols.map((known) => known.id).join(', ')}${near ? `; did you mean ${near.id}?` : ''}`,
    )
    return []
  }
  const link = completeLink(entry, protocol, path, report)
  const parsed = protocol.parseSettings(entry.settings ?? {})
  if ('problems' in parsed) {
    for (const problem of parsed.problems)
      report([...path, 'settings', ...problem.path.split('.').filter(Boolean)], problem.message)
    return []
  }
  if (link === undefined) return []
  const { key, lane, label, note } = entry
  return [
    {
      key,
      lane,
      protocol,
      link,
      ...(entry.settings !== undefined && { givenSettings: entry.settings }),
      settings: parsed.settings,
      ...(label !== undefined && { label }),
      ...(note !== undefined && { note }),
    },
  ]
}

function completeLink(
  entry: ConfigFile['terminals'][number],
  protocol: TerminalProtocol,
  path: readonly PropertyKey[],
  report: Report,
): LinkAddress | undefined {
  if (entry.serial !== undefined) {
    if (protocol.serial === undefined) {
      report([...path, 'serial'], `cannot be used: ${protocol.label} runs over tcp only`)
      return undefined
    }
    const { path: port, usb, baudRate, dataBits, parity, stopBits } = entry.serial
    const defaults = protocol.serial
    return {
      kind: 'serial',
      path: port ?? usbText(withoutGaps(usb ?? {})),
      ...(usb && { usb: withoutGaps(usb) }),
      baudRate: baudRate ?? defaults.baudRate,
      dataBits: dataBits ?? defaults.dataBits,
      parity: parity ?? defaults.parity,
      stopBits: stopBits ?? defaults.stopBits,
    }
  }
  if (entry.tcp === undefined || protocol.tcp === undefined) {
    report([...path, 'tcp'], `cannot be used: ${protocol.label} runs over serial only`)
    return undefined
  }
  return { kind: 'tcp', host: entry.tcp.host, port: entry.tcp.port ?? protocol.tcp.port }
}

function withoutGaps({ location, serial }: { location?: string | undefined; serial?: string | undefined }): UsbPort {
  return { ...(location !== undefined && { location }), ...(serial !== undefined && { serial }) }
}

function completeTillApi(
  api: NonNullable<ConfigFile['tillApi']>,
  file: ConfigFile,
  readFile: (path: string) => string,
  report: Report,
): TillApiConfig {
  const read = (path: string, at: readonly PropertyKey[]): string | undefined => {
    try {
      return readFile(path)
    } catch (error) {
      report(at, `cannot be read: ${error instanceof Error ? error.message : String(error)}`)
      return undefined
    }
  }
  const lanes = new Set(file.terminals.map((terminal) => terminal.lane))
  const tills = api.tills.map((till, index) => {
    for (const lane of till.lanes ?? []) {
      if (!lanes.has(lane)) report(['tillApi', 'tills', index, 'lanes'], `has lane ${lane}, which no terminal has`)
    }
    const fromFile =
      till.tokenFile === undefined ? undefined : tokenHash(read(till.tokenFile, ['tillApi', 'tills', index, 'tokenFile']))
    if (fromFile === '') report(['tillApi', 'tills', index, 'tokenFile'], 'must hold a token of at least 24 characters')
    return { name: till.name, tokenSha256: till.tokenSha256 ?? fromFile ?? '', ...(till.lanes && { lanes: till.lanes }) }
  })
  reportDoubles(
    api.tills.map((till) => till.name),
    (index) => ['tillApi', 'tills', index, 'name'],
    report,
  )
  const tls = api.tls && {
    cert: read(api.tls.cert, ['tillApi', 'tls', 'cert']) ?? '',
    key: read(api.tls.key, ['tillApi', 'tls', 'key']) ?? '',
  }
  const { host, port, allowedHosts, allowedOrigins } = api
  return { host, port, allowedHosts, allowedOrigins, tills, ...(tls && { tls }) }
}

/** Empty where the token is too short to be one. */
function tokenHash(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const token = text.trim()
  return token.length < 24 ? '' : createHash('sha256').update(token).digest('hex')
}
