import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { configPath } from '../config.ts'
import { redactText } from '../redact-text.ts'
import { redactYaml } from '../redact-yaml.ts'
import { type BundledFile, storeZip } from '../support/store-zip.ts'
import { AGENT_VERSION } from '../version.ts'
import { type Command, type CommandIo, printJson, readOptions, UsageError } from './command.ts'
import { doctor } from './doctor.ts'
import { status } from './status.ts'

/** Of each log: what happened last is what counts. */
const MOST_LOG_BYTES = 512 * 1024

export const supportBundle: Command = {
  usage: 'support-bundle --to FILE.zip [--config FILE] [--json]',
  summary: 'A ZIP for whoever helps: config, status, doctor and logs, without keys, tokens, passwords or card numbers.',
  async run(args, io) {
    const { values } = readOptions(args, { to: { type: 'string' } })
    if (values.to === undefined) throw new UsageError('--to is missing: give the ZIP to write.')
    const config = configPath(values.config)
    const files = [
      { name: 'about.txt', text: about() },
      {
        name: 'config.yaml',
        text: existsSync(config) ? redactYaml(readFileSync(config, 'utf8')) : `There is no config file at ${config}.\n`,
      },
      { name: 'status.json', text: await printed(status, config, io) },
      { name: 'doctor.json', text: await printed(doctor, config, io) },
      ...logs(process.env.COUNTERFOIL_AGENT_STATE ?? dirname(config)),
    ]
    const bundled: BundledFile[] = files.map(({ name, text }) => ({ name, bytes: Buffer.from(redactText(text)) }))
    writeFileSync(values.to, storeZip(bundled), { mode: 0o600, flag: 'wx' })
    const names = bundled.map(({ name }) => name)
    if (values.json) printJson(io, { file: values.to, files: names })
    else
      io.out(
        `${values.to} holds ${names.join(', ')}. Keys, tokens, passwords and card numbers were taken out; look through it before you send it.`,
      )
    return 0
  },
}

function about(): string {
  const { platform, arch, version } = process
  return `Counterfoil agent ${AGENT_VERSION}, Node ${version}, ${platform} ${arch}\n`
}

/** What a verb would have printed; its failure is worth knowing too. */
async function printed(command: Command, config: string, io: CommandIo): Promise<string> {
  const lines: string[] = []
  const keep = (line: string) => void lines.push(line)
  try {
    await command.run(['--config', config, '--json'], { ...io, out: keep, err: keep })
  } catch (error) {
    keep(JSON.stringify({ error: error instanceof Error ? error.message : String(error) }))
  }
  return `${lines.join('\n')}\n`
}

function logs(state: string): { name: string; text: string }[] {
  const folder = join(state, 'logs')
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.startsWith('agent.log') && statSync(join(folder, name)).isFile())
    .sort()
    .map((name) => ({ name: `logs/${name}`, text: lastLines(readFileSync(join(folder, name))) }))
}

/** A line whose beginning is cut away no longer says what its values are. */
function lastLines(log: Buffer): string {
  if (log.length <= MOST_LOG_BYTES) return log.toString()
  const end = log.subarray(-MOST_LOG_BYTES)
  return end.subarray(end.indexOf('\n') + 1).toString()
}
