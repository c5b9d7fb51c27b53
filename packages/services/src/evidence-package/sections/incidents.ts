import type { Incident } from '../../incidents/index.ts'
import type { Section, Words } from '../section.ts'

const kinds: Readonly<Record<string, Words>> = {
  log_stopped: { en: 'Log stopped', zh: '日志停止' },
  log_gap: { en: 'Gap in the log', zh: '日志中断' },
  agent_gap: { en: 'Gap of an agent', zh: '代理缺口' },
  witness: { en: 'Witness contradicts', zh: '见证方不符' },
  card_number: { en: 'Card number found', zh: '发现卡号' },
  sign_in: { en: 'Identity provider away', zh: '身份提供方无应答' },
  agent_fork: { en: 'Agent copied or put back', zh: '代理被复制或回退' },
  archive: { en: 'Archive failed', zh: '归档失败' },
}

/** Failures of what guards the record that touch the period (PCI DSS 10.7): start, end, cause, fix. */
export const incidents: Section = {
  key: 'incidents',
  title: { en: 'Gaps and incidents (10.7)', zh: '中断与事件（10.7）' },
  async read({ pool, period }) {
    const { rows } = await pool.query<Omit<Incident, 'entryId'>>(
      `select i.id, i.kind, i.subject, i.began_at as "beganAt", i.noticed_at as "noticedAt", i.ended_at as "endedAt",
         i.cause, i.fix, i.closed_at as "closedAt", u.name as "closedBy"
       from control_incident i left join "user" u on u.id = i.closed_by
       where i.began_at < $2 and (i.ended_at is null or i.ended_at >= $1) order by i.began_at, i.id`,
      [period.beginsAt, period.endsAt],
    )
    return {
      facts: [
        { key: 'all', label: { en: 'In the period', zh: '期间内' }, value: rows.length },
        { key: 'open', label: { en: 'Not closed', zh: '未关闭' }, value: rows.filter((one) => one.closedAt === null).length },
      ],
      table: {
        head: [
          { en: 'What', zh: '事件' },
          { en: 'Start', zh: '开始' },
          { en: 'End', zh: '结束' },
          { en: 'Cause', zh: '原因' },
          { en: 'Fix', zh: '处理' },
        ],
        rows: rows.map((one) => [kinds[one.kind] ?? one.kind, one.beganAt, one.endedAt, one.cause, one.fix]),
      },
      files: [{ name: 'incidents.jsonl', text: rows.map((row) => `${JSON.stringify(row)}\n`).join('') }],
    }
  },
}
