import { describe, expect, it } from 'vitest'
import { messages } from '../../i18n/messages.ts'
import { statusTable } from './status-table.ts'

describe('the closed list of states', () => {
  const states = Object.entries(statusTable).flatMap(([axis, table]) => Object.keys(table).map((state) => [axis, state] as const))

  it.each(states)('%s %s has a word in both languages', (axis, state) => {
    for (const words of Object.values(messages)) {
      const ofAxis: Record<string, string> = words.status[axis as keyof typeof statusTable]
      expect(ofAxis[state]).toMatch(/\S/)
    }
  })

  it('gives each shape within an axis to one state only', () => {
    for (const [axis, table] of Object.entries(statusTable)) {
      // In which way money differs is told by the word: `med` stands for all of these ways.
      const shapes = Object.values(table).flatMap(({ glyph }) =>
        glyph === null || (axis === 'health' && glyph === 'med') ? [] : [glyph],
      )
      expect(new Set(shapes).size).toBe(shapes.length)
    }
  })
})
