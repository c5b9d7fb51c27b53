import type { Section, Words } from '../section.ts'

const PARTS = {
  position: { en: 'Payments by position', zh: '按位置统计的付款' },
  health: { en: 'Payments by health', zh: '按状况统计的付款' },
  exception: { en: 'Exceptions by code and state', zh: '按代码与状态统计的异常' },
  file: { en: 'Files by state', zh: '按状态统计的文件' },
  missing: { en: 'Missing files', zh: '缺失的文件' },
  identity: { en: 'Sums that do not hold', zh: '不平的核对' },
} as const satisfies Readonly<Record<string, Words>>

interface Counted {
  readonly part: keyof typeof PARTS
  readonly what: string
  readonly count: number
}

/** Of sales days and file days in the period; every installation that has ever expected money keeps some. */
const COUNTS = `
  select 'position' as part, position as what, count(*)::int4 as count from funds_payment
    where opened_on between $1::date - 8 and $2::date + 8 and coalesce(sales_day, opened_on) between $1::date and $2::date group by position
  union all select 'health', health, count(*)::int4 from funds_payment
    where opened_on between $1::date - 8 and $2::date + 8 and coalesce(sales_day, opened_on) between $1::date and $2::date group by health
  union all select 'exception', code || ' ' || state, count(*)::int4 from funds_exception where day between $1::date and $2::date group by code, state
  union all select 'file', state, count(*)::int4 from funds_file
    where received_at >= $3 and received_at < $4 group by state
  union all select 'missing', coalesce(e.acquirer, b.name, '') || ' ' || e.day, 1 from funds_exception e left join bank_account b on b.id = e.bank_account_id
    where e.code = 'FILE_MISSING' and e.state in ('open', 'proposed') and e.day between $1::date and $2::date
  union all select 'identity', name, count(*)::int4 from funds_identity i where not holds
    and exists (select from funds_run r where r.id = i.run_id and r.as_of between $1::date and $2::date) group by name
  order by 1, 2`

/** Where the money of the period is, what is wrong with it, which files came; the proof bundles that were made of its days. */
export const fundsProofs: Section = {
  key: 'funds-proofs',
  title: { en: 'Money: where it is, and its proof bundles', zh: '资金：去向与证明包' },
  async read({ pool, period }) {
    const { rows: kept } = await pool.query<{ any: boolean }>(
      'select exists (select from funds_file) or exists (select from funds_payment) as any',
    )
    if (kept[0]?.any !== true) return null
    const { from, to, beginsAt, endsAt } = period
    const { rows } = await pool.query<Counted>(COUNTS, [from, to, beginsAt, endsAt])
    const { rows: bundles } = await pool.query<{
      firstDay: string
      lastDay: string
      acquirer: string | null
      root: string
      madeAt: Date
    }>(
      `select first_day::text as "firstDay", last_day::text as "lastDay", acquirer, encode(root, 'hex') as root, made_at as "madeAt"
       from funds_bundle where made_at is not null and first_day <= $2::date and last_day >= $1::date order by made_at, id`,
      [from, to],
    )
    const sum = (part: Counted['part']) => rows.reduce((total, one) => total + (one.part === part ? one.count : 0), 0)
    return {
      facts: [
        { key: 'payments', label: { en: 'Payments', zh: '付款' }, value: sum('position') },
        { key: 'exceptions', label: { en: 'Exceptions', zh: '异常' }, value: sum('exception') },
        { key: 'files', label: { en: 'Files received', zh: '收到的文件' }, value: sum('file') },
        { key: 'missing', label: { en: 'Files still missing', zh: '仍缺失的文件' }, value: sum('missing') },
        { key: 'bundles', label: { en: 'Proof bundles of these days', zh: '涉及本期间的证明包' }, value: bundles.length },
      ],
      table: {
        head: [
          { en: 'Of', zh: '类别' },
          { en: 'What', zh: '项目' },
          { en: 'Count', zh: '数量' },
        ],
        rows: rows.map(({ part, what, count }) => [PARTS[part], what, count]),
      },
      files: [
        { name: 'counts.jsonl', text: rows.map((row) => `${JSON.stringify(row)}\n`).join('') },
        { name: 'bundles.jsonl', text: bundles.map((row) => `${JSON.stringify(row)}\n`).join('') },
      ],
    }
  },
}
