import type { ListedPull } from '@counterfoil/services/funds/pulls'

export type PullState = 'awaited' | 'good' | 'trouble' | 'refused'

/** A server that shows another key is refused; whatever else was wrong is tried again at its next time. */
export function pullState({ lookedAt, trouble }: Pick<ListedPull, 'lookedAt' | 'trouble'>): PullState {
  if (trouble === 'host_key_changed') return 'refused'
  if (trouble !== null) return 'trouble'
  return lookedAt === null ? 'awaited' : 'good'
}
