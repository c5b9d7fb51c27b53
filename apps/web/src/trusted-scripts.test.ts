import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { trustedScripts } from './content-security-policy.ts'

interface Rules {
  createScriptURL(address: string): string | null
}

describe('the script that trusts scripts', () => {
  const location = { href: 'https://pay.chain.example/payments/1', origin: 'https://pay.chain.example' }
  const rules = new Map<string, Rules>()
  const trustedTypes = { createPolicy: (name: string, given: Rules) => void rules.set(name, given) }
  runInNewContext(trustedScripts, { window: { trustedTypes }, trustedTypes, location, URL })

  it.each([
    ['/_next/static/chunks/0a1b.js', true],
    ['https://pay.chain.example/_next/static/chunks/0a1b.js', true],
    ['/inspections/do/worker.js', true],
    ['/inspections/do/worker.js/../../../payments', false],
    ['https://evil.example/inspections/do/worker.js', false],
    ['/_next/static/../../payments', false],
    ['//evil.example/_next/static/x.js', false],
    ['https://evil.example/_next/static/x.js', false],
    ['data:text/javascript,/_next/static/', false],
    ['blob:https://pay.chain.example/_next/static/', false],
    ['/api/trpc/x', false],
  ])('%s: %s', (address, trusted) => expect(rules.get('default')?.createScriptURL(address)).toBe(trusted ? address : null))

  it('says nothing of HTML or code', () => expect(Object.keys(rules.get('default') ?? {})).toEqual(['createScriptURL']))

  it('does nothing where the browser does not know of it', () => {
    expect(() => runInNewContext(trustedScripts, { window: {} })).not.toThrow()
  })
})
