import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { systemClock, terminalProtocols } from '@counterfoil/terminals'
import { configPath, readConfig } from '../config.ts'
import { KEY_LIVES_MS, layDownKey, readAnswer, takeBackKey } from '../local-page/page-keys.ts'
import { isOutboxInUse } from '../outbox/open-database.ts'
import { type Command, type CommandIo, printJson, readOptions } from './command.ts'
import { outboxPath } from './run.ts'

/** The running agent looks once a second. */
const ANSWER_MS = 15_000
const LOOK_EVERY_MS = 100

export const page: Command = {
  usage: 'page [--open] [--config FILE] [--json]',
  summary: 'Prints the address of the running agent’s page for a browser on this machine, good once and for five minutes.',
  async run(args, io) {
    const { values } = readOptions(args, { open: { type: 'boolean' } })
    const config = readConfig(configPath(values.config), terminalProtocols)
    const fail = (message: string) => {
      if (values.json) printJson(io, { error: message })
      else io.err(message)
      return 1
    }
    if (config.localPage === undefined) return fail('The page is turned off in the config (localPage: off).')
    if (!isOutboxInUse(outboxPath(config.dataDir)))
      return fail('The agent is not running: start it first; `doctor` says what is wrong without it.')
    const key = randomBytes(32).toString('base64url')
    const nowMs = systemClock.nowMs()
    if (!layDownKey(config.dataDir, key, nowMs))
      return fail('The running agent has no page: it is an older version, or was started with localPage: off. Start it again.')
    const answer = await waitForAnswer(config.dataDir, key, io)
    if (answer === undefined || 'code' in answer) {
      takeBackKey(config.dataDir, key)
      return fail(
        answer === undefined
          ? 'The running agent does not answer; its log may say why.'
          : explain(answer.code, config.localPage.port),
      )
    }
    const url = `http://127.0.0.1:${answer.port}/open?key=${key}`
    if (values.json) printJson(io, { url, expiresAtMs: nowMs + KEY_LIVES_MS })
    else io.out(url)
    if (values.open) open(url, io)
    return 0
  },
}

async function waitForAnswer(dataDir: string, key: string, io: CommandIo): Promise<ReturnType<typeof readAnswer>> {
  const endMs = systemClock.monotonicMs() + ANSWER_MS
  while (systemClock.monotonicMs() < endMs && !io.stop.aborted) {
    const answer = readAnswer(dataDir, key)
    if (answer !== undefined) return answer
    await new Promise<void>((resolve) => void systemClock.startTimer(LOOK_EVERY_MS, resolve))
  }
  return undefined
}

function explain(code: string, port: number): string {
  if (code === 'EADDRINUSE')
    return `The page cannot listen on port ${port} of this machine: another program holds it. Set localPage.port to another and start the agent again.`
  if (code === 'EACCES')
    return `The page may not listen on port ${port}: set localPage.port to 1024 or above and start the agent again.`
  return `The page cannot listen on port ${port} of this machine (${code}).`
}

/** Only when asked to: whoever else is on this machine may see the address among its processes until the browser has used it up. */
function open(url: string, io: CommandIo): void {
  const [program = '', ...args] =
    process.platform === 'win32'
      ? ['rundll32', 'url.dll,FileProtocolHandler', url]
      : [process.platform === 'darwin' ? 'open' : 'xdg-open', url]
  const child = spawn(program, args, { stdio: 'ignore', detached: true })
  child.on('error', () => io.err('No browser could be opened; open the address by hand.'))
  child.unref()
}
