import type { Person } from '../../server/person.ts'

/** What somebody has to do before the dashboard opens: nothing, show something beside their passkey, or enrol a second factor. */
export function nextStep({ bothFactors, factors }: Pick<Person, 'bothFactors' | 'factors'>): 'none' | 'second_kind' | 'enrol' {
  if (bothFactors) return 'none'
  return factors.length === 1 && factors[0] === 'passkey' ? 'second_kind' : 'enrol'
}
