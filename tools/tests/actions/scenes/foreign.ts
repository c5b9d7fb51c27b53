import { formatAddCheckpoint, formatCheckpoint, signNote } from '@counterfoil/audit'
import { until } from '../../../../apps/web/tests/hub-bed.ts'
import { foreignLog, foreignWitness } from '../support/foreign-parties.ts'
import type { Scene } from '../support/play-scenes.ts'
import type { RecordBed } from '../support/record-bed.ts'

const hub = { type: 'system', id: 'hub' } as const

/** Between this log and others outside of the chain. */
export const foreignScenes: readonly Scene<RecordBed>[] = [
  {
    action: 'foreign_witness.refused',
    by: 'a witness that has seen more of the log than there is',
    async act({ database }) {
      await until(async () => {
        const { rows } = await database.pool.query('select trouble from foreign_witness where listed')
        return rows[0]?.trouble === 'behind'
      })
      const id = `${foreignWitness.name}+${foreignWitness.id}`
      return { actor: hub, target: { type: 'witness', id }, outcome: 'failed', reason: 'behind' }
    },
  },
  {
    action: 'foreign_log.refused',
    by: 'a log that signs two trees of one size',
    async act(bed) {
      await show(bed, { old: 0n, root: 1, status: 200 })
      await show(bed, { old: 3n, root: 2, status: 409 })
      return { actor: hub, target: { type: 'log', id: foreignLog.name }, outcome: 'refused', reason: 'two_roots' }
    },
  },
]

/** A tree of three entries, shown to the hub by the other log. */
async function show(bed: RecordBed, { old, root, status }: { old: bigint; root: number; status: number }): Promise<void> {
  const text = formatCheckpoint({ origin: foreignLog.name, size: 3n, root: new Uint8Array(32).fill(root) })
  const body = formatAddCheckpoint({ old, proof: [], note: signNote(text, foreignLog) })
  const answer = await fetch(`${bed.hub().url}/add-checkpoint`, { method: 'POST', body })
  if (answer.status !== status) throw new Error(`the hub answered with ${answer.status}: ${await answer.text()}`)
}
