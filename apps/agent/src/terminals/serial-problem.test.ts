import { expect, it } from 'vitest'
import { explainSerialError } from './serial-problem.ts'

it.each([
  ['Error: No such file or directory, cannot open /dev/x', 'port_missing'],
  ['Opening COM3: File not found', 'port_missing'],
  ['Error: Permission denied, cannot open /dev/x', 'access_denied'],
  ['Opening COM3: Access denied', 'access_denied'],
  ['Error Resource temporarily unavailable Cannot lock port', 'in_use'],
  ['Error: Device or resource busy, cannot open /dev/x', 'in_use'],
  ['Error: Input/output error setting custom baud rate', 'failed'],
])('reads "%s" as %s', (message, code) => {
  const problem = explainSerialError(message, '/dev/x')
  expect(problem.code).toBe(code)
  expect(problem.message).toMatch(/\/dev\/x.*\.$/)
})

it('tells what the sandbox of a service bars from what a group would allow', () => {
  const barred = explainSerialError('Error: Operation not permitted, cannot open /dev/ttyUSB0', '/dev/ttyUSB0')
  expect(barred).toMatchObject({ code: 'access_denied', message: expect.stringContaining('Start the service again') })
  const notInGroup = explainSerialError('Error: Permission denied, cannot open /dev/ttyUSB0', '/dev/ttyUSB0')
  expect(notInGroup.message).toContain('adduser USER dialout')
})
