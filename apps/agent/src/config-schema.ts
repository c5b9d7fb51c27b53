import { LaneKey, ShortText, TerminalKey } from '@counterfoil/protocol'
import { z } from 'zod'
import { isLoopback } from './link/plain-http.ts'

/** The config file as people write it. Messages finish the sentence "<path> …". */
const BAUD_RATES = [1_200, 2_400, 4_800, 9_600, 19_200, 38_400, 57_600, 115_200] as const

function nearestRate(value: unknown): number {
  const wanted = Number(value)
  if (!Number.isFinite(wanted)) return 9_600
  return BAUD_RATES.reduce((best, rate) => (Math.abs(rate - wanted) < Math.abs(best - wanted) ? rate : best))
}

const baudRate = z
  .literal([...BAUD_RATES], {
    error: (issue) => `must be one of ${BAUD_RATES.join(', ')}; did you mean ${nearestRate(issue.input)}?`,
  })
  .optional()

const port = z.int('must be a port number from 1 to 65535').min(1, 'must be at least 1').max(65_535, 'must be at most 65535')
const words = (what: string) =>
  z.string(`must be ${what}`).min(1, `must not be empty: give ${what}`).max(200, 'must be at most 200 characters')

const terminalKey = z
  .string('must be a short name such as lane-1')
  .refine(
    (key) => TerminalKey.safeParse(key).success,
    'must be a short name such as lane-1: small letters, digits, dot, dash; 40 at most',
  )
const laneKey = z
  .string("must be the lane's number or name in quotes, such as '1'")
  .refine(
    (lane) => LaneKey.safeParse(lane).success,
    "must be a lane's number or name such as '1': letters, digits, dot, dash; 20 at most",
  )

const Usb = z
  .strictObject({
    location: words('the USB location `ports` shows, e.g. "1-1.2"').optional(),
    serial: words('the adapter’s serial number `ports` shows').optional(),
  })
  .refine((usb) => usb.location !== undefined || usb.serial !== undefined, { error: 'must have location: or serial:, or both' })

const Serial = z
  .strictObject({
    path: words('the port, e.g. /dev/ttyUSB0 or COM3').optional(),
    usb: Usb.optional(),
    baudRate,
    dataBits: z.literal([7, 8], 'must be 7 or 8').optional(),
    parity: z.enum(['none', 'even', 'odd'], 'must be none, even or odd').optional(),
    stopBits: z.literal([1, 2], 'must be 1 or 2').optional(),
  })
  .refine((serial) => (serial.path === undefined) !== (serial.usb === undefined), {
    error: 'must have either path: or usb:, not both and not neither',
  })

const Tcp = z.strictObject({ host: words('the terminal’s address, e.g. 192.168.10.21'), port: port.optional() })

const Terminal = z
  .strictObject({
    key: terminalKey,
    lane: laneKey,
    protocol: words('the protocol’s name, e.g. zvt'),
    label: ShortText.optional(),
    note: ShortText.optional(),
    serial: Serial.optional(),
    tcp: Tcp.optional(),
    settings: z.unknown().optional(),
  })
  .refine((terminal) => (terminal.serial === undefined) !== (terminal.tcp === undefined), {
    error: 'must have either serial: or tcp:, not both and not neither',
  })

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hex digits: the SHA-256 of the token (printf %s TOKEN | sha256sum)')

const Till = z
  .strictObject({
    name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/, 'must be a short name such as till-1'),
    tokenSha256: sha256.optional(),
    tokenFile: words('the file that holds the token').optional(),
    lanes: z.array(laneKey).optional(),
  })
  .refine((till) => (till.tokenSha256 === undefined) !== (till.tokenFile === undefined), {
    error: 'must have either tokenSha256: or tokenFile:',
  })

const TillApi = z
  .strictObject({
    host: words('an address of this machine').default('127.0.0.1'),
    port,
    tls: z.strictObject({ cert: words('the certificate file'), key: words('the key file') }).optional(),
    allowedHosts: z.array(words('a host name')).default([]),
    allowedOrigins: z.array(z.url('must be an origin such as https://till.example')).default([]),
    tills: z.array(Till).min(1, 'must list at least one till'),
  })
  .refine((api) => isLoopback(api.host) || api.tls !== undefined, {
    path: ['tls'],
    error: 'is missing: beyond this machine (host is not 127.0.0.1) the till API speaks TLS only; give cert: and key:',
  })

const hubUrl = z.string('must be the hub’s address, e.g. https://hub.example:4000').superRefine((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    context.addIssue({ code: 'custom', message: 'must be an address such as https://hub.example:4000' })
  } else if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    context.addIssue({
      code: 'custom',
      message: `must start with https://; plain http is for a hub on this machine only; did you mean https://${url.host}?`,
    })
  }
})

/** Also used for `--hub`. */
export const HubUrl = hubUrl

/** Of an HTTP proxy that takes CONNECT. Also used for `HTTPS_PROXY`. */
export const ProxyUrl = z
  .string('must be the proxy’s address, e.g. http://proxy.shop:3128')
  .refine(
    (text) => URL.canParse(text) && new URL(text).protocol === 'http:' && new URL(text).pathname === '/',
    'must be the address of an HTTP proxy such as http://proxy.shop:3128 (what passes through it is protected by TLS all the same)',
  )

const Hub = z
  .strictObject({
    url: hubUrl.optional(),
    urls: z
      .array(hubUrl, 'must be a list of addresses')
      .min(1, 'must list at least one address')
      .max(8, 'may list 8 at most')
      .optional(),
    caFile: words('the file with the chain’s own certificate authority').optional(),
    pin: z
      .string('must be sha256/ and 44 more characters')
      .regex(
        /^sha256\/[A-Za-z0-9+/]{43}=$/,
        'must be sha256/ and the base64 SHA-256 of the hub’s public key; docs/guide/agent.md says how to make it',
      )
      .optional(),
    proxy: ProxyUrl.optional(),
  })
  .refine((hub) => hub.url === undefined || hub.urls === undefined, {
    error: 'must have either url: or urls:, not both',
  })
  .refine((hub) => Object.keys(hub).length > 0, {
    error: 'must have url: or urls:, or be left out for the address given at enrolment',
  })

/** Beside the till API's usual 7400; on this machine only, and only while somebody asked for the page. */
export const LOCAL_PAGE_PORT = 7401

export const ConfigFile = z.strictObject({
  name: z.string('must be this agent’s name, e.g. "Berlin back office"').min(1, 'must not be empty').max(200),
  hub: Hub.optional(),
  dataDir: words('the folder for the agent’s record').default('./agent-data'),
  record: z
    .strictObject({
      limitMb: z.int('must be a whole number of megabytes').min(4, 'must be at least 4').max(1_048_576).default(1_024),
      reserveMb: z.int('must be a whole number of megabytes').min(1, 'must be at least 1').max(1_024).default(16),
    })
    .refine(({ limitMb, reserveMb }) => reserveMb < limitMb, { path: ['reserveMb'], error: 'must be smaller than limitMb' })
    .default({ limitMb: 1_024, reserveMb: 16 }),
  log: z
    .strictObject({
      level: z.enum(['debug', 'info', 'warn', 'error', 'silent'], 'must be debug, info, warn, error or silent').default('info'),
    })
    .default({ level: 'info' }),
  hubConfiguration: z
    .enum(['take', 'refuse'], 'must be take or refuse: whether the hub may set what can be set from afar')
    .default('take'),
  terminals: z.array(Terminal, 'must be a list').max(64, 'may list 64 terminals at most'),
  tillApi: TillApi.optional(),
  localPage: z
    .union([z.literal('off'), z.strictObject({ port })], { error: 'must be off, or have port: and a port number' })
    .default({ port: LOCAL_PAGE_PORT }),
})
export type ConfigFile = z.infer<typeof ConfigFile>
