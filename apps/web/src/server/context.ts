import { type Env, readEnv } from '../env.ts'
import type { Person } from './person.ts'

export interface RequestContext {
  readonly person: Person | null
  readonly nowMs: () => number
}

export function getSettings(): Env {
  return readEnv()
}

export async function createContext(_headers: Headers): Promise<RequestContext> {
  return { person: null, nowMs: () => Date.now() }
}
