/** `certain` and `strong` are confirmed by themselves; a `proposal` waits for a person; `total_only` proves a sum, not its pairs. */
export type Confidence = 'certain' | 'strong' | 'proposal' | 'total_only'

/** A rung of the ladder. Its version is stored with every link, so that a link of an older rule can be told. */
export interface Rule {
  readonly id: string
  readonly version: number
  readonly confidence: Confidence
}

export const confirmsItself = ({ confidence }: Pick<Rule, 'confidence'>): boolean =>
  confidence === 'certain' || confidence === 'strong'
