import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { openLink } from '@counterfoil/agent'
import { findProtocol, systemClock } from '@counterfoil/terminals'
import { APPROVED_AT_ONCE, createRandom } from '@counterfoil/terminals/testing'

const run = promisify(execFile)

export interface RateTerminal {
  stop(): Promise<void>
  /** Of the till's end, when bytes last came. */
  readonly heardRate: number | undefined
}

/**
 * A simulated terminal on one end of a pty pair that hears only what comes at its own rate. A pty carries bytes at any rate; a real
 * line would make noise of them, so what the till's end is set to is looked at for each chunk.
 */
export async function openRateTerminal(
  { path, tillEnd }: { readonly path: string; readonly tillEnd: string },
  baudRate = 9_600,
): Promise<RateTerminal> {
  const zvt = findProtocol('zvt')
  if (zvt?.serial === undefined) throw new Error('ZVT is not registered')
  const line = { kind: 'serial', path, ...zvt.serial } as const
  let heardRate: number | undefined
  let turn = Promise.resolve()
  const simulator = zvt.createSimulator(
    { link: 'serial', terminalId: '52500041', merchantNumber: '100437', currency: 'EUR', plan: () => APPROVED_AT_ONCE },
    { clock: systemClock, random: createRandom(5), write: (bytes) => link.write(bytes), unplug: () => {} },
  )
  const hear = async (chunk: Uint8Array) => {
    const { stdout } = await run('stty', ['-F', tillEnd, 'speed']).catch(() => ({ stdout: '' }))
    heardRate = Number(stdout.trim()) || undefined
    if (heardRate === baudRate) simulator.received(chunk)
  }
  const opened = Promise.withResolvers<void>()
  const link = openLink(line, {
    opened() {
      simulator.linkUp()
      opened.resolve()
    },
    received(chunk) {
      turn = turn.then(() => hear(chunk))
    },
    closed: ({ message }) => {
      simulator.linkDown()
      opened.reject(new Error(message))
    },
  })
  await opened.promise
  return {
    get heardRate() {
      return heardRate
    },
    async stop() {
      link.close()
      await turn
      simulator.close()
    },
  }
}
