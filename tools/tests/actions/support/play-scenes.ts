import { leafHash, openCheckpoint, parseVerifierKey, verifyInclusion } from '@counterfoil/audit'
import { type AuditAction, type AuditRow, auditActions } from '@counterfoil/services/audit'
import { requirements } from '@counterfoil/services/audit/vocabulary'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LogScene } from './log-scene.ts'

/** What must stand in the log afterwards; ids that nobody can know beforehand are left out. */
export interface Wanted {
  readonly actor: { readonly type: string; readonly id?: string }
  readonly target: { readonly type: string; readonly id?: string }
  readonly outcome?: AuditRow['outcome']
  readonly reason?: string
}

export interface Scene<Bed extends LogScene = LogScene> {
  readonly action: AuditAction
  /** How it is done. */
  readonly by: string
  /** Does it as it is done in real life, and says what must be found. */
  readonly act: (bed: Bed) => Promise<Wanted>
}

/** Does everything in turn, then searches the log for each as an auditor does: by the number of its requirement. */
export function playScenes<Bed extends LogScene>(area: string, open: () => Promise<Bed>, scenes: readonly Scene<Bed>[]): void {
  describe(`${area}: each act is found by its requirement, and proved`, () => {
    const played = new Map<Scene<Bed>, () => Wanted>()
    let bed: Bed
    beforeAll(async () => {
      bed = await open()
      for (const scene of scenes) {
        const told = await scene.act(bed).then(
          (wanted) => () => wanted,
          (error: unknown) => () => {
            throw error
          },
        )
        played.set(scene, told)
      }
      await bed.settle()
    })
    afterAll(() => bed?.close())

    it.each(scenes.map((scene) => [scene.action, scene.by, scene] as const))('%s (%s)', async (action, _by, scene) => {
      const wanted = played.get(scene)?.()
      if (wanted === undefined) throw new Error('it was not done')
      const ids = new Set<string>()
      for (const requirement of requirements) {
        const rows = await search(bed, { action, requirement })
        if (auditActions[action].every((one) => one !== requirement)) {
          expect(rows, `it is not logged for ${requirement}`).toEqual([])
          continue
        }
        const found = rows.find((row) => fits(row, wanted))
        if (found === undefined) throw new Error(`${requirement} has ${JSON.stringify(rows)} and not ${JSON.stringify(wanted)}`)
        ids.add(found.id)
      }
      expect([...ids]).toHaveLength(1)
      for (const id of ids) await expectProved(bed, action, id)
    })
  })
}

async function search({ auditor }: LogScene, filter: object): Promise<readonly AuditRow[]> {
  return (await auditor.ask<{ rows: readonly AuditRow[] }>('audit.list', { filter: { heads: true, ...filter }, limit: 200 })).rows
}

function fits({ actor, target, outcome, reason }: AuditRow, wanted: Wanted): boolean {
  const named = (one: { type: string; id: string }, by: Wanted['actor']) =>
    one.type === by.type && (by.id === undefined || one.id === by.id)
  return (
    named(actor, wanted.actor) &&
    named(target, wanted.target) &&
    outcome === (wanted.outcome ?? 'done') &&
    (wanted.reason === undefined || reason === wanted.reason)
  )
}

interface Detail {
  readonly body: string
  readonly proof: {
    readonly index: number | null
    readonly path: readonly string[] | null
    readonly checkpoint: { readonly note: string } | null
    readonly origin: string
    readonly logKey: string | null
  }
}

/** By the bytes of the entry and what the hub signed, without believing the dashboard. */
async function expectProved({ auditor }: LogScene, action: AuditAction, id: string): Promise<void> {
  const { body, proof } = await auditor.ask<Detail>('audit.get', { id })
  const bytes = Buffer.from(body, 'base64')
  expect(JSON.parse(bytes.toString())).toMatchObject({ id, action, pci: auditActions[action] })
  const opened = openCheckpoint(proof.checkpoint?.note ?? '', {
    origin: proof.origin,
    logKey: parseVerifierKey(proof.logKey ?? ''),
    trusted: [],
  })
  if (!opened.ok) throw new Error(opened.why)
  const { size, root } = opened.checkpoint
  const path = (proof.path ?? []).map((hash) => Buffer.from(hash, 'base64'))
  expect(verifyInclusion({ index: BigInt(proof.index ?? -1), size, leaf: leafHash(bytes), root, proof: path })).toEqual({
    ok: true,
  })
}
