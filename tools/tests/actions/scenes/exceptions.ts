import { until } from '../../../../apps/web/tests/hub-bed.ts'
import { camt } from '../../../../packages/services/tests/funds-bed.ts'
import type { LogScene } from '../support/log-scene.ts'
import type { Scene } from '../support/play-scenes.ts'
import type { Somebody } from '../support/somebody.ts'
import { agree, bring, findFunds } from './funds-files.ts'

const user = ({ id }: Somebody) => ({ type: 'user', id })
const of = (key: string) => ({ type: 'funds_exception', id: key })

/** Of sales that no till made; the largest is above what one person may resolve. */
async function keyAt(bed: LogScene, place: number): Promise<string> {
  const query = `select key from funds_exception where code = 'UNKNOWN_IN_STORE' and state <> 'closed' order by amount_minor desc, key offset ${place} limit 1`
  await until(async () => (await bed.database.pool.query(query)).rowCount === 1)
  return (await findFunds<{ key: string }>(bed, query)).key
}
const [LARGE, SMALL] = [0, 1]

/** What people do about lines that no till knows, after the files of money came. */
export const exceptionScenes: readonly Scene[] = [
  {
    action: 'exception.noted',
    by: 'the page of money',
    async act(bed) {
      const key = await keyAt(bed, SMALL)
      await bed.admin.ask('funds.noteException', { key, body: 'Asked the store.' })
      return { actor: user(bed.admin), target: of(key) }
    },
  },
  {
    action: 'exception.assigned',
    by: 'the page of money',
    async act(bed) {
      const key = await keyAt(bed, SMALL)
      await bed.admin.ask('funds.assignException', { key, to: bed.second.id, body: 'Yours.' })
      return { actor: user(bed.admin), target: of(key) }
    },
  },
  {
    action: 'exception.resolved',
    by: 'the page of money, of a small sum',
    async act(bed) {
      const key = await keyAt(bed, SMALL)
      await bed.second.ask('funds.resolveException', { key, resolution: 'accepted', body: 'An offline sale.' })
      return { actor: user(bed.second), target: of(key) }
    },
  },
  {
    action: 'exception.reopened',
    by: 'the page of money',
    async act(bed) {
      const key = await keyAt(bed, SMALL)
      await bed.admin.ask('funds.reopenException', { key, body: 'It was not.' })
      return { actor: user(bed.admin), target: of(key) }
    },
  },
  {
    action: 'exception.proposed',
    by: 'the page of money, of a large sum',
    async act(bed) {
      const key = await keyAt(bed, LARGE)
      await bed.admin.ask('funds.resolveException', { key, resolution: 'written_off', body: 'Nobody finds it.' })
      return { actor: user(bed.admin), target: of(key) }
    },
  },
  {
    action: 'exception.rejected',
    by: 'the page of money, by a second person',
    async act(bed) {
      const key = await keyAt(bed, LARGE)
      await bed.second.ask('funds.decideProposal', { key, approve: false, body: 'Look again.' })
      return { actor: user(bed.second), target: of(key) }
    },
  },
  {
    action: 'funds_link.proposed',
    by: 'a payout and a booked line of a large sum, by hand',
    async act(bed) {
      const entries = [{ amount: '450.00', text: 'BY PHONE' }]
      await agree(bed, await bring(bed, 'statement.xml', camt({ entries, closing: '550.00' }), 'previewed'))
      const { payout } = await findFunds<{ payout: string }>(
        bed,
        'select id::text as payout from payout where open order by id desc limit 1',
      )
      const { line } = await findFunds<{ line: string }>(
        bed,
        `select file_id || ':' || position as line from bank_line where amount_minor = 45000 limit 1`,
      )
      const { key } = await bed.admin.ask<{ key: string }>('funds.linkByHand', {
        join: 'payout_bank',
        from: payout,
        to: line,
        reason: 'By phone.',
      })
      return { actor: user(bed.admin), target: { type: 'funds_link', id: key } }
    },
  },
  {
    action: 'funds_link.made',
    by: 'a second person, of what the first proposed',
    async act(bed) {
      const ofHand = (confidence: string) =>
        findFunds<{ key: string }>(
          bed,
          `select key from funds_allocation where rule = 'hand' and reverses is null and confidence = '${confidence}'`,
        )
      await bed.second.ask('funds.confirmLink', { key: (await ofHand('proposal')).key, reason: 'The bank says so too.' })
      return { actor: user(bed.second), target: { type: 'funds_link', id: (await ofHand('certain')).key } }
    },
  },
  {
    action: 'funds_link.undone',
    by: 'the same link',
    async act(bed) {
      const { key } = await findFunds<{ key: string }>(
        bed,
        `select key from funds_allocation where rule = 'hand' and reverses is null and confidence = 'certain'`,
      )
      await bed.admin.ask('funds.undoLink', { key, reason: 'A mistake.' })
      return { actor: user(bed.admin), target: { type: 'funds_link', id: key } }
    },
  },
]
