import { expect, test } from 'vitest'
import { withRole } from './roles.ts'

test('the owner keeps the URL as it is', () => {
  expect(withRole('postgresql://me:p@host/db?sslmode=require', 'owner')).toBe('postgresql://me:p@host/db?sslmode=require')
})

test.each([
  ['postgresql://me:p%40ss@host:5433/db', 'app', '-c role=counterfoil_app'],
  ['postgresql://me@host/db?sslmode=require', 'verifier', '-c role=counterfoil_verifier'],
  ['postgresql://me@host/db?options=-c%20search_path%3Dpublic', 'app', '-c search_path=public -c role=counterfoil_app'],
] as const)('%s as %s', (url, role, options) => {
  const changed = new URL(withRole(url, role))
  expect(changed.searchParams.get('options')).toBe(options)
  expect(changed.searchParams.get('sslmode')).toBe(new URL(url).searchParams.get('sslmode'))
  expect(changed.password).toBe(new URL(url).password)
})
