import { expect, it } from 'vitest'
import { pickCode } from './pick-code.ts'

const FILE = 'store,code,expires_at\n0417,ABCDEFGHJK,2026-03-05T08:00:00.000Z\n0418,KJHGFEDCBA,2026-03-05T08:00:00.000Z\n'

it('finds the code of the store this machine is named after, or that was named', () => {
  expect(pickCode(FILE, ['0418'])).toBe('KJHGFEDCBA')
  expect(pickCode(FILE, ['back office', '0417-till-2'])).toBe('ABCDEFGHJK')
  expect(pickCode(`\uFEFF${FILE.replaceAll('\n', '\r\n')}`, ['0417'])).toBe('ABCDEFGHJK')
})

it('says what to do where there is none, or another file', () => {
  expect(() => pickCode(FILE, ['04170', 'pc'])).toThrow('no code for 04170 or pc: name the store with --store STORE')
  expect(() => pickCode('0417,ABCDEFGHJK\n', ['0417'])).toThrow('its first line must be store,code,expires_at')
})
