import { spawnSync } from 'node:child_process'
import type { ServiceContext } from '@counterfoil/services'
import { CARD_NUMBERS } from '../shop-floor/lane-plan.ts'
import type { Evidence, Violation } from './evidence.ts'

/** I9: the card numbers that stood on the terminals' lines are in no table, no file and no log. */
export async function judgeCardNumbers(ctx: ServiceContext, { rows }: Evidence, folder: string): Promise<Violation[]> {
  // As text, and as the hex digits of that text; packed digits are the number itself in hex.
  const forms = CARD_NUMBERS.flatMap((number) => [number, Buffer.from(number).toString('hex')])
  const fail = (where: string) => ({ invariant: 'I9', what: `a whole card number stands in ${where}` })
  const found = rows
    .filter(({ body }) => forms.some((form) => body.includes(form)))
    .map(({ store, seq }) => fail(`event ${store}/${seq}`))
  const tables = await ctx.pool.query<{ name: string }>(
    `select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  )
  for (const { name } of tables.rows) {
    const { rowCount } = await ctx.pool.query(`select 1 from ${name} t where t::text like any($1) limit 1`, [
      forms.map((form) => `%${form}%`),
    ])
    if ((rowCount ?? 0) > 0) found.push(fail(`table ${name}`))
  }
  // Outboxes, logs, and PostgreSQL's own files as far as they are not compressed.
  const files = spawnSync('grep', ['-rlaF', ...forms.flatMap((form) => ['-e', form]), folder], { encoding: 'utf8' })
  if (files.error !== undefined) throw files.error
  return [
    ...found,
    ...files.stdout
      .split('\n')
      .filter(Boolean)
      .map((file) => fail(file)),
  ]
}
