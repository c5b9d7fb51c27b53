import { cutCardNumbers } from '@counterfoil/protocol'
import { isAlias, isMap, isNode, isScalar, parseDocument, Scalar, visit } from 'yaml'
import { REMOVED, redactText, SECRET_KEY } from './redact-text.ts'

/** A config that may leave this machine: secrets blanked by their keys, whatever way they are written. Order and comments stay. */
export function redactYaml(text: string): string {
  const document = parseDocument(text)
  // Half a document is blanked line by line.
  if (document.errors.length > 0 || !isMap(document.contents)) return redactText(text)
  redactComments(document)
  visit(document, {
    Pair(_, pair) {
      if (isNode(pair.key)) redactComments(pair.key)
      if (!isScalar(pair.key) || !SECRET_KEY.test(String(pair.key.value))) return undefined
      if (isScalar(pair.value) && pair.value.value === null) return undefined
      pair.value = new Scalar(REMOVED)
      return visit.SKIP
    },
    Scalar(_, scalar) {
      redactComments(scalar)
      if (typeof scalar.value === 'string') scalar.value = redactText(scalar.value)
    },
    Collection: (_, collection) => redactComments(collection),
    // Whatever it stands for may have been blanked away.
    Alias: (_, alias) => (isAlias(alias) && alias.resolve(document) === undefined ? new Scalar(REMOVED) : undefined),
  })
  return cutCardNumbers(String(document))
}

function redactComments(held: { comment?: string | null | undefined; commentBefore?: string | null | undefined }): void {
  if (held.comment) held.comment = redactText(held.comment)
  if (held.commentBefore) held.commentBefore = redactText(held.commentBefore)
}
