/** What a colour means, and nothing else. */
export type Tone = 'ink' | 'ink-2' | 'ink-3' | 'ok' | 'warn' | 'crit' | 'unk' | 'stale'
