import type { Section } from '../section.ts'

interface DayRow {
  readonly day: string
  readonly findings: number
  readonly signedAt: Date | null
  readonly signedBy: string | null
  readonly note: string | null
  readonly statement: string | null
  readonly statementSha256: string | null
}

/** Each day of the period that is over, what rules found and who signed (PCI DSS 10.4.1): the statement byte for byte, with its hash. */
export const dailyReviews: Section = {
  key: 'daily-reviews',
  title: { en: 'Daily reviews (10.4.1)', zh: '每日审查（10.4.1）' },
  async read({ pool, now, period }) {
    const { rows } = await pool.query<DayRow>(
      `select d.day::date::text as day, (select count(*)::int4 from audit_finding f where f.day = d.day::date) as findings,
         r.signed_at as "signedAt", u.name as "signedBy", r.note, convert_from(r.statement, 'UTF8') as statement,
         encode(r.statement_hash, 'hex') as "statementSha256"
       from audit_follower f, generate_series(greatest($1::date, (f.since at time zone $3)::date), $2::date, interval '1 day') as d (day)
       left join audit_day_review r on r.day = d.day::date left join "user" u on u.id = r.signed_by
       where f.id = 1 and ((d.day::date + 1)::timestamp at time zone $3) <= $4 order by d.day`,
      [period.from, period.to, period.timeZone, now()],
    )
    const missing = rows.filter(({ signedAt }) => signedAt === null).map(({ day }) => day)
    return {
      facts: [
        { key: 'days', label: { en: 'Days to review', zh: '应审查天数' }, value: rows.length },
        { key: 'done', label: { en: 'Signed', zh: '已签署' }, value: rows.length - missing.length },
        {
          key: 'missing',
          label: { en: 'Not signed', zh: '未签署' },
          value: missing.length === 0 ? { en: 'none', zh: '无' } : missing.join(', '),
        },
        {
          key: 'findings',
          label: { en: 'Findings', zh: '发现项' },
          value: rows.reduce((sum, { findings }) => sum + findings, 0),
        },
      ],
      files: [{ name: 'days.jsonl', text: rows.map((row) => `${JSON.stringify(row)}\n`).join('') }],
    }
  },
}
