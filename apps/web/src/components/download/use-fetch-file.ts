'use client'

import { useRefusedWords } from '../refusal/use-refused-words.ts'
import { type FetchedFile, fetchFile } from './fetch-file.ts'

/** Asks for a file; what is refused is said in the page's language. */
export function useFetchFile(): (asked: object) => Promise<FetchedFile> {
  const wordsFor = useRefusedWords()
  return (asked) => fetchFile(asked, wordsFor)
}
