import { z } from 'zod'
import { Sha256Hex, TerminalKey } from './values.ts'

/** Of a document, as canonical JSON: with what stands around it, it has to fit into a signed command. */
export const CONFIGURATION_CHARS = 14_000
/** An agent's configurations are counted from 1. */
export const ConfigurationNumber = z.int().min(1).max(1_000_000)

/** So long a configuration may be on trial, in seconds. */
export const TRIAL_SECONDS = { least: 15, usual: 60, most: 600 } as const

/** A protocol's own setting by its path, e.g. `timers.t3`. Which ones may come from afar, the protocol says. */
const SettingPath = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}(?:\.[a-z][A-Za-z0-9]{0,39})?$/)

/**
 * How a hub wants an agent set: it lies over what the agent's own file says, and what it does not name stays as there. It can name
 * no place, program, file, address or secret.
 */
export const AgentConfiguration = z.strictObject({
  v: z.literal(1),
  number: ConfigurationNumber,
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']).optional(),
  terminals: z
    .array(
      z.strictObject({
        key: TerminalKey,
        serial: z
          .strictObject({
            baudRate: z.literal([1_200, 2_400, 4_800, 9_600, 19_200, 38_400, 57_600, 115_200]).optional(),
            dataBits: z.literal([7, 8]).optional(),
            parity: z.enum(['none', 'even', 'odd']).optional(),
            stopBits: z.literal([1, 2]).optional(),
          })
          .optional(),
        settings: z.record(SettingPath, z.union([z.string().max(60), z.int().min(-2_147_483_648).max(2_147_483_647)])).optional(),
      }),
    )
    .max(64),
})
export type AgentConfiguration = z.infer<typeof AgentConfiguration>

/** What the command carries. */
export const configureArgs = z.strictObject({
  number: ConfigurationNumber,
  /** Of the document's text. */
  hash: Sha256Hex,
  /** Canonical JSON of an `AgentConfiguration`. */
  document: z.string().max(CONFIGURATION_CHARS),
  trialSeconds: z.int().min(TRIAL_SECONDS.least).max(TRIAL_SECONDS.most),
})
export type ConfigureArgs = z.infer<typeof configureArgs>

/** `{ 'timers.t3': 4000 }` laid over `{ timers: { t1: 200 } }`, as a protocol reads its settings. */
export function layPaths(given: unknown, settings: Readonly<Record<string, string | number>>): Record<string, unknown> {
  const whole: Record<string, unknown> = { ...tableOf(given) }
  for (const [path, value] of Object.entries(settings)) {
    const [first = '', second] = path.split('.')
    whole[first] = second === undefined ? value : { ...tableOf(whole[first]), [second]: value }
  }
  return whole
}

function tableOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}
