import { expect, it } from 'vitest'
import { createLog } from './realtime/log.ts'
import { createDashboardLog } from './server/log.ts'

const logs = { hub: createLog, dashboard: createDashboardLog }

it.each(Object.entries(logs))('no secret and no card number comes out of the log of the %s', (_, create) => {
  const lines: string[] = []
  const log = create('info', { write: (line: string) => void lines.push(line) })
  const error = Object.assign(new Error('refused 4111111111111111'), { password: 's3cret' })
  log.info(
    { request: { headers: { authorization: 'Bearer s3cret', cookie: 's3cret' } }, far: { a: { b: { token: 's3cret' } } } },
    'one',
  )
  log.warn({ err: error, pan: '4111111111111111', note: 'card 4111 1111 1111 1111' }, 'two 4111111111111111')
  expect(lines).toHaveLength(2)
  for (const line of lines) {
    expect(line.endsWith('\n')).toBe(true)
    expect(JSON.parse(line).msg).toMatch(/^(one|two)/)
    expect(line).not.toContain('s3cret')
    expect(line.replaceAll(/\D/g, '')).not.toContain('4111111111111111')
  }
  expect(lines[1]).toContain('411111******1111')
})
