import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from '../../../../apps/web/tests/hub-bed.ts'
import { adyenReport, camt } from '../../../../packages/services/tests/funds-bed.ts'
import type { LogScene } from '../support/log-scene.ts'
import type { Scene } from '../support/play-scenes.ts'
import type { Somebody } from '../support/somebody.ts'

const hub = { type: 'system', id: 'hub' } as const
const cli = { type: 'system', id: 'cli' } as const
const user = ({ id }: Somebody) => ({ type: 'user', id })
const MERCHANT = 'ChainDE'
/** Its second sale is above what one person may resolve. */
const report = (of: Parameters<typeof adyenReport>[0] = {}) =>
  adyenReport({ batch: 700, merchant: MERCHANT, ...of })
    .replace(/(R700-1,.*),10\.00,EUR,,9\.90/, '$1,450.00,EUR,,449.90')
    .replace(',29.70,', ',469.70,')

export async function findFunds<Row extends object>({ database }: LogScene, query: string): Promise<Row> {
  const { rows } = await database.pool.query<Row>(query)
  const [row] = rows
  if (row === undefined) throw new Error(`nothing for ${query}`)
  return row
}

const fileCalled = async (bed: LogScene, name: string) =>
  (await findFunds<{ id: number }>(bed, `select id::float8 as id from funds_file where name = '${name}' order by id limit 1`)).id
const file = (id: number) => ({ type: 'funds_file', id: String(id) })

/** As the page of files sends it; the hub reads it by itself. */
export async function bring(bed: LogScene, name: string, content: string, state: string): Promise<number> {
  const headers = { 'content-type': 'application/octet-stream' }
  expectOkOrMade(await bed.admin.browser.post(`/api/v1/funds/files?name=${name}`, content, headers))
  const id = await fileCalled(bed, name)
  await until(async () => (await stateOf(bed, id)) === state)
  return id
}

export async function agree(bed: LogScene, id: number): Promise<void> {
  await bed.admin.ask('fundsFiles.confirm', { id })
  await until(async () => (await stateOf(bed, id)) === 'imported')
}

function expectOkOrMade({ status, body }: { readonly status: number; readonly body: unknown }): void {
  if (status !== 201) throw new Error(`the file was answered with ${status}: ${JSON.stringify(body)}`)
}

/** Files of money, after the chain has its account and its contract. */
export const fundsFileScenes: readonly Scene[] = [
  {
    action: 'funds_file.received',
    by: 'the page of files',
    async act(bed) {
      const id = await bring(bed, 'report.csv', report(), 'previewed')
      return { actor: user(bed.admin), target: file(id) }
    },
  },
  {
    action: 'funds_file.read',
    by: 'the hub',
    act: async (bed) => ({ actor: hub, target: file(await fileCalled(bed, 'report.csv')) }),
  },
  {
    action: 'funds_file.confirmed',
    by: 'the page of a file',
    async act(bed) {
      const id = await fileCalled(bed, 'report.csv')
      await agree(bed, id)
      return { actor: user(bed.admin), target: file(id) }
    },
  },
  {
    action: 'funds_file.imported',
    by: 'the hub, when somebody has agreed',
    act: async (bed) => ({ actor: hub, target: file(await fileCalled(bed, 'report.csv')) }),
  },
  {
    action: 'funds_file.reread',
    by: 'the page of a statement of nobody’s account',
    async act(bed) {
      const id = await bring(bed, 'stranger.xml', camt({ account: 'DE75512108001245126199' }), 'held')
      await bed.admin.ask('fundsFiles.reread', { id })
      await until(async () => (await stateOf(bed, id)) === 'held')
      return { actor: user(bed.admin), target: file(id) }
    },
  },
  {
    action: 'funds_file.cancelled',
    by: 'the same page',
    async act(bed) {
      const id = await fileCalled(bed, 'stranger.xml')
      await bed.admin.ask('fundsFiles.cancel', { id })
      return { actor: user(bed.admin), target: file(id) }
    },
  },
  {
    action: 'funds_file.superseded',
    by: 'the hub, when a correction is imported',
    async act(bed) {
      const change = (line: string, number: number) => (number === 1 ? line.replace('visa', 'mc') : line)
      await agree(bed, await bring(bed, 'corrected.csv', report({ change }), 'previewed'))
      return { actor: hub, target: file(await fileCalled(bed, 'report.csv')) }
    },
  },
  {
    action: 'funds_file.exported',
    by: 'counterfoil export file',
    async act(bed) {
      const id = await fileCalled(bed, 'corrected.csv')
      await bed.counterfoil(['export', 'file', String(id), '--out', join(mkdtempSync(join(tmpdir(), 'counterfoil-files-')), 'f')])
      return { actor: cli, target: file(id) }
    },
  },
]

const stateOf = async (bed: LogScene, id: number) =>
  (await findFunds<{ state: string }>(bed, `select state from funds_file where id = ${id}`)).state
