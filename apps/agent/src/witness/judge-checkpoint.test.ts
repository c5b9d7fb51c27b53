import { formatVerifierKey, signNote, signText, successionText } from '@counterfoil/audit'
import { describe, expect, it } from 'vitest'
import { declarationOf, LOG_KEY, logOfEntries, namedEntries, ORIGIN, OTHER_KEY } from '../../tests/support/log-of-entries.ts'
import { judgeCheckpoint } from './judge-checkpoint.ts'
import type { WitnessMemory } from './witnessed-log.ts'

/** Ed25519 by a raw seed (RFC 8410 stands before it in PKCS #8). */
const signRaw = ({ seed }: typeof LOG_KEY, text: string) =>
  Buffer.from(
    signText(Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]).toString('base64'), text),
    'base64',
  )
const honest = logOfEntries(namedEntries('entry', 0, 40))
const log = { origin: ORIGIN, logKey: formatVerifierKey(LOG_KEY) }

function after(size: number, ...olderSizes: readonly number[]): WitnessMemory {
  return { log, last: honest.seen(size), older: olderSizes.map((older) => honest.seen(older)), restorations: [] }
}
const nothing: WitnessMemory = { log: undefined, last: undefined, older: [], restorations: [] }

describe('a checkpoint', () => {
  it('is taken at first sight, with the name and key that count from then on', async () => {
    const verdict = judgeCheckpoint(nothing, await honest.show(0, 12))
    expect(verdict).toMatchObject({ accepted: true, log, next: honest.seen(12) })
  })

  it('is taken where the log goes on from what was seen, at every pair of sizes', async () => {
    for (const from of [1, 2, 7, 8, 12, 31, 32, 33])
      for (const to of [from, from + 1, 40]) {
        const verdict = judgeCheckpoint(after(from), await honest.show(from, to))
        expect(verdict.accepted, `${from} → ${to}`).toBe(true)
      }
  })

  const refusals: readonly [string, string, () => Promise<Parameters<typeof judgeCheckpoint>[1]>][] = [
    ['of a log that is shorter', 'smaller', () => honest.show(12, 11)],
    [
      'of a log that is shorter, whose hub says why',
      'loss_undeclared',
      async () => ({ ...(await honest.show(12, 11)), lossUndeclared: true }),
    ],
    ['of the same size with another root', 'two_roots', () => logOfEntries(namedEntries('other', 0, 12)).show(12, 12)],
    [
      'of a log rewritten with the hub’s own key',
      'inconsistent',
      () => logOfEntries(['forged', ...namedEntries('entry', 1, 40)]).show(12, 40),
    ],
    [
      'of a log that changed its last seen entry',
      'inconsistent',
      () => logOfEntries([...namedEntries('entry', 0, 11), 'x', ...namedEntries('entry', 12, 40)]).show(12, 40),
    ],
    ['signed by another key that says so', 'other_key', () => logOfEntries(namedEntries('entry', 0, 40), OTHER_KEY).show(12, 40)],
    [
      'signed by another key under the old one’s name',
      'bad_signature',
      async () => ({ ...(await honest.show(12, 40)), note: logOfEntries(namedEntries('entry', 0, 40), OTHER_KEY).note(40) }),
    ],
    [
      'whose signature was changed',
      'bad_signature',
      async () => {
        const shown = await honest.show(12, 40)
        return { ...shown, note: shown.note.replace('\n40\n', '\n41\n') }
      },
    ],
    [
      'of another log under the same key',
      'other_log',
      async () => {
        const other = logOfEntries(namedEntries('entry', 0, 40), { ...LOG_KEY })
        const shown = await other.show(12, 40)

        return { ...shown, note: signNote(`elsewhere\n40\n${other.root(40)}\n`, LOG_KEY) }
      },
    ],
    [
      'whose proof lacks a hash',
      'inconsistent',
      async () => {
        const shown = await honest.show(12, 40)
        return { ...shown, proof: shown.proof.slice(1) }
      },
    ],
    ['that is no note', 'malformed', async () => ({ ...(await honest.show(12, 40)), note: 'hello' })],
  ]
  it.each(refusals)('%s is refused: %s', async (_what, cause, show) => {
    expect(judgeCheckpoint(after(12), await show())).toMatchObject({ accepted: false, cause })
  })
})

describe('a hub whose key was renewed', () => {
  const renewed = formatVerifierKey(OTHER_KEY)
  const sign = (key: typeof LOG_KEY, text: string) =>
    Buffer.from(signNote(`${text}\n`, key).trimEnd().split(' ').at(-1) ?? '', 'base64').subarray(4)
  const shownWith = async (signature: Uint8Array, from = log.logKey) => ({
    ...(await logOfEntries(namedEntries('entry', 0, 40), OTHER_KEY).show(12, 40)),
    successions: [{ from, signature: Buffer.from(signature).toString('base64') }],
  })

  it('is followed when the key known here vouches for the new one, and by nobody else’s word', async () => {
    // A note signs its text with the last line feed; the succession stands without one.
    const vouched = await shownWith(signRaw(LOG_KEY, successionText(log.logKey, renewed)))
    expect(judgeCheckpoint(after(12), vouched)).toMatchObject({ accepted: true, log: { origin: ORIGIN, logKey: renewed } })
    const wrong = [
      await shownWith(signRaw(OTHER_KEY, successionText(log.logKey, renewed))),
      await shownWith(signRaw(LOG_KEY, successionText(log.logKey, log.logKey))),
      await shownWith(signRaw(LOG_KEY, successionText(log.logKey, renewed)), renewed),
      await shownWith(sign(LOG_KEY, successionText(log.logKey, renewed))),
    ]
    for (const shown of wrong) expect(judgeCheckpoint(after(12), shown)).toMatchObject({ accepted: false, cause: 'other_key' })
  })
})

describe('a hub that was restored', () => {
  /** Seen up to 30, put back to 20; of the new branch the first two entries were recorded before the loss was found. */
  const lost = [{ size: '30', root: honest.root(30) }]
  const declaration = declarationOf({ from: 20, to: 30, root: honest.root(20), lost })
  const restored = logOfEntries([
    ...namedEntries('entry', 0, 20),
    'new 20',
    'new 21',
    declaration,
    ...namedEntries('new', 23, 60),
  ])
  const INDEX = 22

  it('is followed where the declaration stands in the log and nothing before it changed', async () => {
    const verdict = judgeCheckpoint(after(30, 25, 16), await restored.showRestored(16, 60, INDEX))
    expect(verdict).toMatchObject({ accepted: true, next: restored.seen(60), restored: { from: 20n, to: 30n, index: 22n } })
    // Below the declaration's place nobody needs to have been named.
    expect(judgeCheckpoint(after(22, 16), await restored.showRestored(16, 60, INDEX))).toMatchObject({ accepted: true })
    // An agent that has seen nothing of what was kept has nothing to hold against it.
    expect(judgeCheckpoint(after(30), await restored.showRestored(0, 60, INDEX))).toMatchObject({ accepted: true })
  })

  const bad: readonly [string, () => Promise<[WitnessMemory, Parameters<typeof judgeCheckpoint>[1]]>][] = [
    [
      'does not stand in the log',
      async () => {
        const shown = await restored.showRestored(16, 60, INDEX)
        const other = declarationOf({ from: 20, to: 31, root: honest.root(20), lost })
        return [
          after(30, 16),
          {
            ...shown,
            restored: {
              base: '16',
              declared: { index: String(INDEX), inclusion: shown.restored?.declared.inclusion ?? [], entry: other },
            },
          },
        ]
      },
    ],
    ['is another kind of entry', async () => [after(30, 16), await restored.showRestored(16, 60, 23)]],
    [
      'was used before',
      async () => {
        const shown = await restored.showRestored(16, 60, INDEX)
        const { leafHash } = await import('@counterfoil/audit')
        return [{ ...after(30, 16), restorations: [{ leaf: leafHash(declaration).toString('base64') }] }, shown]
      },
    ],
    ['covers less than was seen', async () => [after(31, 16), await restored.showRestored(16, 60, INDEX)]],
    ['names no tree above its own place that was seen', async () => [after(29, 16), await restored.showRestored(16, 60, INDEX)]],
    [
      'comes with a change of what it says was kept',
      async () => {
        const forged = logOfEntries([
          'forged',
          ...namedEntries('entry', 1, 20),
          'new 20',
          'new 21',
          declaration,
          ...namedEntries('new', 23, 60),
        ])
        return [after(30, 16), await forged.showRestored(16, 60, INDEX)]
      },
    ],
    [
      'proves from less than was seen of what was kept',
      async () => [after(30, 16, 8), await restored.showRestored(8, 60, INDEX)],
    ],
  ]
  it.each(bad)('is refused when its declaration %s', async (_what, make) => {
    const [memory, shown] = await make()
    expect(judgeCheckpoint(memory, shown)).toMatchObject({ accepted: false, cause: 'bad_declaration' })
  })
})
