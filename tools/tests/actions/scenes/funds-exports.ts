import type { LogScene } from '../support/log-scene.ts'
import type { Scene } from '../support/play-scenes.ts'
import type { Somebody } from '../support/somebody.ts'

const user = ({ id }: Somebody) => ({ type: 'user', id })
const MAPPING = {
  mapping: 1,
  id: 'house-cards',
  produces: 'settlement',
  currency: 'EUR',
  layout: { kind: 'delimited', delimiter: ';' },
  amounts: { decimal: ',' },
  dateFormat: 'dd.MM.yyyy',
  columns: { date: 'Datum', amount: 'Betrag' },
}

async function take({ admin }: LogScene, asked: object): Promise<void> {
  const { status, bytes } = await admin.browser.download(asked)
  if (status !== 200) throw new Error(`the file was answered with ${status}: ${bytes}`)
}

/** What leaves the pages of money, and what is set there, while something of an acquirer is open. */
export const fundsExportScenes: readonly Scene[] = [
  {
    action: 'funds_claims.exported',
    by: 'the page of money',
    async act({ admin }) {
      await admin.ask('funds.exportClaims', { acquirer: 'adyen', language: 'en', format: 'csv' })
      return { actor: user(admin), target: { type: 'acquirer', id: 'adyen' } }
    },
  },
  {
    action: 'funds_table.exported',
    by: 'the page of files',
    async act(bed) {
      await take(bed, { what: 'table', format: 'csv', language: 'en', of: { table: 'files', query: {} } })
      return { actor: user(bed.admin), target: { type: 'funds_table', id: 'files' } }
    },
  },
  {
    action: 'funds_mapping.saved',
    by: 'the page of a mapping',
    async act({ admin }) {
      await admin.ask('fundsMappings.save', { document: JSON.stringify(MAPPING) })
      return { actor: user(admin), target: { type: 'funds_mapping', id: 'house-cards 1' } }
    },
  },
  {
    action: 'resolution_limit.changed',
    by: 'the page of money',
    async act({ admin }) {
      await admin.ask('funds.changeResolutionLimit', { currency: 'EUR', limitMinor: 25_000 })
      return { actor: user(admin), target: { type: 'resolution_limit', id: 'EUR' } }
    },
  },
]
