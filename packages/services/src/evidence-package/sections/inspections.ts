import { inspectionColumns, inspectionTables, type ListedInspection } from '../../inspections/list-inspections.ts'
import type { Section, Words } from '../section.ts'

const results: Readonly<Record<ListedInspection['result'], Words>> = {
  ok: { en: 'Looks right', zh: '正常' },
  suspicious: { en: 'Suspicious', zh: '可疑' },
}

/** Whether terminals were looked at for tampering in the period (PCI DSS 9.5.1.2). Null where nobody ever did. */
export const inspections: Section = {
  key: 'inspections',
  title: { en: 'Terminal inspections', zh: '终端检查' },
  async read({ pool, period }) {
    const { rows: ever } = await pool.query('select from inspection limit 1')
    if (ever.length === 0) return null
    const { rows } = await pool.query<ListedInspection>(
      `select ${inspectionColumns} from ${inspectionTables} where i.recorded_at >= $1 and i.recorded_at < $2 order by i.recorded_at, i.id`,
      [period.beginsAt, period.endsAt],
    )
    const suspicious = rows.filter(({ result }) => result === 'suspicious')
    const untrained = rows.filter(({ trained }) => !trained).length
    return {
      facts: [
        { key: 'all', label: { en: 'In the period', zh: '期间内' }, value: rows.length },
        { key: 'suspicious', label: { en: 'Suspicious', zh: '可疑' }, value: suspicious.length },
        { key: 'untrained', label: { en: 'By somebody without valid training', zh: '检查人无有效培训' }, value: untrained },
      ],
      table: {
        head: [
          { en: 'Recorded', zh: '记录时间' },
          { en: 'Store', zh: '门店' },
          { en: 'Serial', zh: '序列号' },
          { en: 'Result', zh: '结果' },
          { en: 'Findings', zh: '发现' },
        ],
        rows: suspicious.map((one) => [
          new Date(one.recordedAtMs),
          one.storeCode,
          one.serial,
          results[one.result],
          one.findings.join(' '),
        ]),
      },
      files: [{ name: 'inspections.jsonl', text: rows.map((row) => `${JSON.stringify(row)}\n`).join('') }],
    }
  },
}
