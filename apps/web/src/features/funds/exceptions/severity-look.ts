import type { ListedException } from '@counterfoil/services/funds'
import type { GlyphName } from '../../../components/status/glyphs.tsx'
import type { Tone } from '../../../components/status/tone.ts'

export function severityLook(severity: ListedException['severity']): { readonly glyph: GlyphName; readonly tone: Tone } {
  switch (severity) {
    case 'critical':
      return { glyph: 'crit', tone: 'crit' }
    case 'high':
      return { glyph: 'warn', tone: 'warn' }
    case 'medium':
      return { glyph: 'med', tone: 'warn' }
    default:
      return { glyph: 'low', tone: 'ink-3' }
  }
}
