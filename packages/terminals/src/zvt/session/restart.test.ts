import { expect, it } from 'vitest'
import type { OperationResult } from '../../terminal-driver.ts'
import { untilReady } from '../../testing/driver-contract.ts'
import { openMemoryPair } from '../../testing/memory-pair.ts'
import { zvt } from '../definition.ts'

const RESET_TERMINAL = Buffer.from('061800', 'hex')
const isReset = (chunk: Uint8Array) => RESET_TERMINAL.equals(chunk)
const isCompletion = (chunk: Uint8Array) => chunk[0] === 0x06 && chunk[1] === 0x0f

/** Tells it to start again; `lost` says which message the connection breaks off at once it was told. */
async function restart(lost: (chunk: Uint8Array) => boolean) {
  let told = false
  const pair = openMemoryPair(zvt, {
    link: 'tcp',
    settings: { currency: 'EUR' },
    fate: (_count, _direction, chunk) => {
      told ||= isReset(chunk)
      return told && lost(chunk) ? 'lost' : undefined
    },
  })
  await untilReady(pair)
  let result: OperationResult | undefined
  void pair.driver.runOperation('restart').then((ended) => {
    result = ended
  })
  await pair.until(() => result !== undefined)
  await pair.close()
  return result
}

it('is done by a terminal that agrees and is gone without another word', async () => {
  expect(await restart(isCompletion)).toMatchObject({ done: true })
})

it('is not known to be done by one that had not agreed', async () => {
  expect(await restart(isReset)).toMatchObject({ done: false })
})
