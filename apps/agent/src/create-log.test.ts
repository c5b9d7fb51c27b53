import { expect, it } from 'vitest'
import { createLog } from './create-log.ts'

it.each([false, true])('no secret and no card number comes out of the agent’s log, watched by a person: %s', (watched) => {
  const lines: string[] = []
  const log = createLog('info', watched, (line) => void lines.push(line))
  log.info({ far: { a: { b: { privateKey: 's3cret' } } }, authorization: 's3cret' }, 'one')
  log.warn({ error: 'the till said 4111111111111111' }, 'two 4111 1111 1111 1111')
  expect(lines).toHaveLength(2)
  for (const line of lines) {
    if (!watched) expect(JSON.parse(line).msg).toMatch(/^(one|two)/)
    expect(line).not.toContain('s3cret')
    expect(line.replaceAll(/\D/g, '')).not.toContain('4111111111111111')
  }
})
