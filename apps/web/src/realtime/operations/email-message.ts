import type { Trial } from '@counterfoil/services/alerts'
import type { Notice } from '@counterfoil/services/operations'

export interface EmailMessage {
  /** The same when it is sent again, so that whoever got it already knows. */
  readonly messageId: string
  readonly subject: string
  readonly text: string
}

const words = {
  raised: 'Alert raised 告警触发',
  ended: 'Alert ended 告警结束',
  rule: 'Rule 规则',
  subject: 'Of 对象',
  severity: 'Severity 级别',
  since: 'Since 起始',
  until: 'Until 结束',
  value: 'Value 数值',
  limit: 'Raised at 触发值',
} as const

/** What somebody sends to see whether it arrives. */
export function trialMessage({ id, name, askedAt }: Trial, domain: string): EmailMessage {
  return {
    messageId: `<${id}.${askedAt.getTime()}@${domain}>`,
    subject: `Counterfoil: TEST ${name}`,
    text: `Test: nothing is wrong. 测试：一切正常。\n\nDestination 接收方: ${name}\nSent 发送时间: ${askedAt.toISOString()}\n`,
  }
}

/** A notice as plain text for people, in both languages: whoever is woken by it reads one of them. */
export function emailMessage(notice: Notice, domain: string): EmailMessage {
  const { alertId, event, rule, subject, severity, raisedAt, endedAt, value, raiseAt } = notice
  const about = `${rule} (${subject.replace(/\s+/g, ' ')})`
  const lines = [
    words[event],
    '',
    `${words.rule}: ${rule}`,
    `${words.subject}: ${subject}`,
    `${words.severity}: ${severity}`,
    `${words.since}: ${raisedAt.toISOString()}`,
    ...(endedAt === null ? [] : [`${words.until}: ${endedAt.toISOString()}`]),
    `${words.value}: ${value}`,
    `${words.limit}: ${raiseAt}`,
  ]
  return {
    messageId: `<${alertId}.${event}@${domain}>`,
    subject: `Counterfoil: ${event === 'raised' ? severity.toUpperCase() : 'ENDED'} ${about}`,
    text: `${lines.join('\n')}\n`,
  }
}
