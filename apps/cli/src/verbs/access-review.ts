import { parseArgs } from 'node:util'
import { type DueAccessReview, dueAccessReview, listAccessReviews } from '@counterfoil/services/access-reviews'
import { UsageError } from '../cli-error.ts'
import { withServices } from '../open-services.ts'
import type { Verb } from '../verb.ts'

export const accessReview: Verb = {
  usage: 'access-review status [--json]',
  summary: 'Says when the next review of who may do what is due, and how far an open one is.',
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean' } },
    })
    if (positionals.length !== 1 || positionals[0] !== 'status') throw new UsageError('say "access-review status"')
    const { due, open } = await withServices(io, async (ctx) => {
      const next = await dueAccessReview(ctx)
      const reviews = next.openId === null ? [] : await listAccessReviews(ctx)
      return { due: next, open: reviews.find(({ id }) => id === next.openId) ?? null }
    })
    if (values.json) {
      const { id, items, decided, openedAt } = open ?? {}
      io.out(JSON.stringify({ ...due, open: open && { id, openedAt, items, decided } }))
    } else {
      io.out(`${words[due.state]}: the next review is to be signed by ${due.dueAt.toISOString()}.`)
      if (open) io.out(`One is open since ${open.openedAt.toISOString()}: ${open.decided} of ${open.items} decided.`)
    }
    return 0
  },
}

const words: Readonly<Record<DueAccessReview['state'], string>> = { later: 'not yet due', soon: 'due soon', overdue: 'OVERDUE' }
