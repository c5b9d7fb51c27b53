import { expect, it } from 'vitest'
import { documentType } from './document-type.ts'

const bytes = (text: string) => Buffer.from(text, 'latin1')

it.each<[string, Uint8Array, string | null]>([
  ['a photo', bytes('\xff\xd8\xff\xe0\x00\x10JFIF'), 'image/jpeg'],
  ['a picture', bytes('\x89PNG\r\n\x1a\n\x00'), 'image/png'],
  ['a small picture', bytes('RIFF\x24\x00\x00\x00WEBPVP8 '), 'image/webp'],
  ['a paper', bytes('%PDF-1.7\n'), 'application/pdf'],
  ['a page', bytes('<!doctype html><script>1</script>'), null],
  ['a drawing', bytes('<svg xmlns="http://www.w3.org/2000/svg"/>'), null],
  ['a page that says it is a paper further on', bytes('<html>%PDF-1.7'), null],
  ['a sound in the same wrapping as a picture', bytes('RIFF\x24\x00\x00\x00WAVEfmt '), null],
  ['the beginning of one', bytes('\x89PNG'), null],
  ['nothing', bytes(''), null],
])('knows %s by its bytes', (_, content, type) => {
  expect(documentType(content)).toBe(type)
})
