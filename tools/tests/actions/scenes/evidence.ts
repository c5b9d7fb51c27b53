import { until } from '../../../../apps/web/tests/hub-bed.ts'
import type { Scene } from '../support/play-scenes.ts'
import type { RecordBed } from '../support/record-bed.ts'
import type { Somebody } from '../support/somebody.ts'

const user = ({ id }: Somebody) => ({ type: 'user', id })

interface Listed {
  readonly packages: readonly { readonly id: string; readonly madeAt: Date | null }[]
  readonly schedules: readonly { readonly id: string }[]
}
const listed = ({ auditor }: RecordBed) => auditor.ask<Listed>('evidence.list')

/** Asking comes first: a hub looks every few seconds, and the rest goes on meanwhile. */
export const evidenceScenes: readonly Scene<RecordBed>[] = [
  {
    action: 'evidence.asked',
    by: 'the page of evidence',
    async act({ auditor, oldMonth }) {
      const asked = { firstDay: `${oldMonth}-01`, lastDay: `${oldMonth}-28`, language: 'en' }
      const { id } = await auditor.ask<{ id: string }>('evidence.ask', asked)
      return { actor: user(auditor), target: { type: 'evidence', id } }
    },
  },
  {
    action: 'evidence.scheduled',
    by: 'the page of evidence',
    async act({ auditor }) {
      const { id } = await auditor.ask<{ id: string }>('evidence.schedule', { cadence: 'quarterly', language: 'zh' })
      return { actor: user(auditor), target: { type: 'evidence_schedule', id } }
    },
  },
  {
    action: 'evidence.unscheduled',
    by: 'the page of evidence',
    async act(bed) {
      const id = (await listed(bed)).schedules[0]?.id ?? ''
      await bed.auditor.ask('evidence.unschedule', { id })
      return { actor: user(bed.auditor), target: { type: 'evidence_schedule', id } }
    },
  },
  {
    action: 'evidence.made',
    by: 'a hub',
    async act(bed) {
      await until(async () => (await listed(bed)).packages[0]?.madeAt != null)
      return { actor: { type: 'system', id: 'hub' }, target: { type: 'evidence', id: (await listed(bed)).packages[0]?.id ?? '' } }
    },
  },
  {
    action: 'evidence.taken',
    by: 'the page of evidence',
    async act(bed) {
      const id = (await listed(bed)).packages[0]?.id ?? ''
      const { status, bytes } = await bed.auditor.browser.download({ what: 'package', id })
      if (status !== 200) throw new Error(`the package was answered with ${status}: ${bytes}`)
      return { actor: user(bed.auditor), target: { type: 'evidence', id } }
    },
  },
]
