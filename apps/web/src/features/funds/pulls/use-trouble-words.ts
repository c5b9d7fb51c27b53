'use client'

import { useKnownWord } from '../../../components/known-word/use-known-word.ts'

/** What was wrong at the last look, and what to do about it. */
export const useTroubleWords = () => useKnownWord('fundsPulls', 'troubles')
