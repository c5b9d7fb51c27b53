import { describe, expect, it } from 'vitest'
import { UsageError } from '../cli-error.ts'
import type { CliIo, Verb } from '../verb.ts'
import { breakGlass } from './break-glass.ts'
import { person } from './person.ts'

/** Without a database: wrong usage is told before one is looked for. */
function run(verb: Verb, args: readonly string[]) {
  const io: CliIo = {
    out: () => {},
    err: () => {},
    input: (async function* () {})(),
    env: { DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' },
    nowSeconds: () => 0,
    randomBytes: (count) => new Uint8Array(count),
    stop: new AbortController().signal,
  }
  return verb.run(args, io)
}

describe('counterfoil person', () => {
  it.each([
    [[]],
    [['promote']],
    [['list', '--state', 'gone']],
    [['list', '--role', 'king']],
    [['invite', 'new@chain.example']],
    [['invite', 'no-address', '--role', 'auditor']],
    [['role', 'otto@chain.example']],
    [['role', 'otto@chain.example', 'auditor', '--region', 'NRW']],
    [['role', 'otto@chain.example', 'auditor', '--country', 'Germany']],
    [['role', 'otto@chain.example', 'auditor', '--country', 'DE', '--stores', '0417']],
    [['role', 'otto@chain.example', 'auditor', '--stores', ' , ']],
    [['disable']],
    [['reset', 'a@b.example', 'c@d.example']],
  ])('says what it takes when it is asked %j', async (args) => {
    await expect(run(person, args)).rejects.toThrow(UsageError)
  })
})

describe('counterfoil break-glass', () => {
  it.each([[[]], [['--reason', ' ']]])('wants a reason: %j', async (args) => {
    await expect(run(breakGlass, args)).rejects.toThrow(UsageError)
  })
})
