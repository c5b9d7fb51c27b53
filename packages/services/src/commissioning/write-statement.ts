import { createHash } from 'node:crypto'
import { canonicalJson } from '@counterfoil/audit'
import type { Design, Plan } from './design.ts'
import type { Evidence } from './read-evidence.ts'
import type { Requirements } from './requirements.ts'

/** What both people sign: what is wanted, how it is built, and what shows that it works. */
export interface Statement {
  readonly v: 1
  readonly store: { readonly id: number; readonly code: string; readonly name: string }
  readonly commissioning: string
  readonly run: number
  readonly requirements: Requirements
  readonly design: Design
  readonly evidence: readonly Evidence[]
}

interface StatementParts extends Plan {
  readonly store: Statement['store']
  readonly commissioning: string
  readonly run: number
  readonly evidence: readonly Evidence[]
}

/** The exact text, and its SHA-256. The same parts give the same text. */
export function writeStatement(parts: StatementParts): { readonly text: string; readonly hash: string } {
  const { store, commissioning, run, requirements, design, evidence } = parts
  const statement: Statement = { v: 1, store, commissioning, run, requirements, design, evidence }
  const text = canonicalJson(statement)
  return { text, hash: createHash('sha256').update(text).digest('hex') }
}

/** Reads a text of ours again. */
export const readStatement = (text: string): Statement => JSON.parse(text) as Statement
