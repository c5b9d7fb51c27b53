import { until } from '../../../../apps/web/tests/hub-bed.ts'
import type { Scene } from '../support/play-scenes.ts'
import type { RecordBed } from '../support/record-bed.ts'

interface Listed {
  readonly bundles: readonly { readonly id: string; readonly madeAt: Date | null }[]
}
const newest = async ({ admin }: RecordBed) => (await admin.ask<Listed>('funds.bundles')).bundles[0]
const bundle = (id = '') => ({ type: 'funds_bundle', id })

/** Asking comes first: a hub looks every few seconds, and the rest goes on meanwhile. */
export const bundleScenes: readonly Scene<RecordBed>[] = [
  {
    action: 'funds_bundle.asked',
    by: 'the page of money',
    async act({ admin, oldMonth }) {
      const period = { firstDay: `${oldMonth}-01`, lastDay: `${oldMonth}-28` }
      const { id } = await admin.ask<{ id: string }>('funds.askBundle', period)
      return { actor: { type: 'user', id: admin.id }, target: bundle(id) }
    },
  },
  {
    action: 'funds_bundle.made',
    by: 'a hub',
    async act(bed) {
      await until(async () => (await newest(bed))?.madeAt != null)
      return { actor: { type: 'system', id: 'hub' }, target: bundle((await newest(bed))?.id) }
    },
  },
  {
    action: 'funds_bundle.taken',
    by: 'the page of money',
    async act(bed) {
      const id = (await newest(bed))?.id
      const { status, bytes } = await bed.admin.browser.download({ what: 'bundle', id })
      if (status !== 200) throw new Error(`the bundle was answered with ${status}: ${bytes}`)
      return { actor: { type: 'user', id: bed.admin.id }, target: bundle(id) }
    },
  },
]
