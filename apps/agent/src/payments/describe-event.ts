/** One recorded event as lines a person reads; messages between till side and terminal indented below it. */
export function describeEvent(body: string): readonly string[] {
  const event = JSON.parse(body) as Record<string, unknown>
  const at = typeof event.at === 'number' ? new Date(event.at).toISOString().replace('T', ' ').replace('Z', ' UTC') : 'no time'
  const facts = Object.entries(event)
    .filter(([name, value]) => !HIDDEN.has(name) && value !== undefined)
    .map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
  const transcript = Array.isArray(event.transcript) ? (event.transcript as readonly Record<string, unknown>[]) : []
  return [
    `${at}  ${String(event.kind)}${facts.length > 0 ? `: ${facts.join(', ')}` : ''}`,
    ...transcript.map(
      (entry) =>
        `    ${String(entry.ms).padStart(7)} ms  ${entry.direction === 'to_terminal' ? '→' : '←'} ${String(entry.name)}${entry.note === undefined ? '' : ` (${String(entry.note)})`}  ${String(entry.hex)}`,
    ),
  ]
}

const HIDDEN = new Set(['v', 'at', 'mono', 'boot', 'kind', 'payment', 'transcript'])
