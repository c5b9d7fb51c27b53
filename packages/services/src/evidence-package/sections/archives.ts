import type { Section } from '../section.ts'

interface ArchivedMonth {
  readonly month: string
  readonly from: number
  readonly to: number
  readonly file: string
  readonly sha256: string
  readonly bytes: number
  readonly madeAt: Date
  readonly verifiedAt: Date
  readonly prunedAt: Date | null
}

/** Months of the record that lie in files, whatever the period: where what is older can be found (PCI DSS 10.5.1). */
export const archives: Section = {
  key: 'archives',
  title: { en: 'Archived months (10.5.1)', zh: '归档月份（10.5.1）' },
  async read({ pool }) {
    const { rows } = await pool.query<ArchivedMonth>(
      `select month, from_idx::float8 as "from", to_idx::float8 as "to", file, encode(sha256, 'hex') as sha256, bytes::float8 as bytes,
              made_at as "madeAt", verified_at as "verifiedAt", pruned_at as "prunedAt"
       from audit_archive order by month`,
    )
    if (rows.length === 0) return null
    return {
      facts: [
        { key: 'months', label: { en: 'Months in files', zh: '归档月数' }, value: rows.length },
        {
          key: 'deleted',
          label: { en: 'Deleted on purpose', zh: '按规定删除' },
          value: rows.filter(({ prunedAt }) => prunedAt !== null).length,
        },
      ],
      table: {
        head: [
          { en: 'Month', zh: '月份' },
          { en: 'Entries', zh: '条目' },
          { en: 'File', zh: '文件' },
          { en: 'Verified', zh: '校验' },
        ],
        rows: rows.map(({ month, from, to, file, verifiedAt }) => [month, `${from}–${to - 1}`, file, verifiedAt]),
      },
      files: [{ name: 'archives.jsonl', text: rows.map((row) => `${JSON.stringify(row)}\n`).join('') }],
    }
  },
}
