import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { TerminalProtocol } from '@counterfoil/terminals'
import type { AgentConfig } from './agent-config.ts'
import type { ConfigProblem } from './config-problem.ts'
import { ProxyUrl } from './config-schema.ts'
import type { ProxySettings } from './link/hub-transport.ts'
import { parseConfig } from './parse-config.ts'

/** The config file cannot be used; `message` has one line per problem. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly ConfigProblem[]

  constructor(message: string, problems: readonly ConfigProblem[] = []) {
    super(message)
    this.problems = problems
  }
}

/** `--config`, else `COUNTERFOIL_AGENT_CONFIG`, else `agent.yaml` in the current folder. */
export function configPath(option: string | undefined): string {
  return resolve(option ?? process.env.COUNTERFOIL_AGENT_CONFIG ?? 'agent.yaml')
}

/** The proxy of this machine: `HTTPS_PROXY`, but for the hosts in `NO_PROXY`; throws `ConfigError` where it is no address. */
export function machineProxy(env: Readonly<Record<string, string | undefined>> = process.env): ProxySettings | undefined {
  const url = env.HTTPS_PROXY || env.https_proxy
  if (!url) return undefined
  const checked = ProxyUrl.safeParse(url)
  if (!checked.success) throw new ConfigError(`HTTPS_PROXY ${checked.error.issues[0]?.message}.`)
  const except = env.NO_PROXY || env.no_proxy
  return { url, ...(except && { except }) }
}

/** Reads and checks the config file; throws `ConfigError` naming file, line and fix. */
export function readConfig(path: string, protocols: readonly TerminalProtocol[]): AgentConfig {
  const readFile = (file: string) => readFileSync(file, 'utf8')
  let text: string
  try {
    text = readFile(path)
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    throw new ConfigError(
      missing
        ? `There is no config file at ${path}. Put one there (the package makes it when it is installed; a checkout has apps/agent/agent.example.yaml to copy), or give another with --config FILE.`
        : `The config file ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
    )
  }
  const parsed = parseConfig({ path, text, protocols, readFile, proxy: machineProxy() })
  if ('config' in parsed) return parsed.config
  const name = path.split(/[\\/]/).at(-1) ?? path
  const sentences = parsed.problems.map(
    (problem) => `${name} line ${problem.line}: ${problem.path === '' ? 'the file' : problem.path} ${problem.message}`,
  )
  throw new ConfigError(sentences.join('\n'), parsed.problems)
}
