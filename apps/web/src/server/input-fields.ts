import type { FieldTable } from '@counterfoil/protocol'

/**
 * What the texts of each procedure's input are, by their paths: `free` ones are looked at for card numbers, `typed` are
 * references of ours, `secret` are kept as hashes or not at all. Numbers, and texts of a form that no card number has, need no
 * line. A test holds this to the router; a text without its line here is taken for free.
 */
export const inputFields: Readonly<Record<string, FieldTable>> = {
  'accessReviews.decide': { reason: 'free' },
  'accessReviews.keepRest': { reason: 'free' },
  'account.changePassword': { current: 'secret', next: 'secret' },
  'account.finishAuthenticator': { code: 'secret' },
  'account.finishPasskey': {
    name: 'free',
    'response.clientExtensionResults.*': 'typed',
    'response.id': 'typed',
    'response.rawId': 'typed',
    'response.response.attestationObject': 'typed',
    'response.response.clientDataJSON': 'typed',
  },
  'account.renamePasskey': { name: 'free' },
  'account.endSession': { sessionId: 'typed' },
  'audit.erase': { why: 'free', 'of.person': 'typed' },
  'auditReview.changeRule': { 'parameters.*': 'free', 'parameters.*[]': 'free' },
  'auditReview.sign': { note: 'free' },
  'incidents.close': { cause: 'free', fix: 'free' },
  'audit.export': {
    'filter.actor': 'typed',
    'filter.thing.id': 'typed',
    'filter.text': 'free',
  },
  'audit.list': {
    'filter.actor': 'typed',
    'filter.thing.id': 'typed',
    'filter.text': 'free',
  },
  'audit.saveView': {
    name: 'free',
    'filter.actor': 'typed',
    'filter.thing.id': 'typed',
    'filter.text': 'free',
  },
  'cardAlarms.askOpening': { why: 'free' },
  'cardAlarms.close': { cause: 'free', fix: 'free' },
  'fundsFiles.reread': { mappingId: 'typed' },
  'keys.signReview': { note: 'free' },
  'live.snapshot': { 'scope.region': 'free' },
  'live.snapshotAsOf': { 'scope.region': 'free' },
  'live.comparison': { 'scope.region': 'free' },
  'logLoss.declare': { why: 'free' },
  'payments.choices': { 'scope.region': 'free' },
  'payments.list': {
    'filter.scope.region': 'free',
    'filter.lane': 'free',
    'filter.scheme': 'free',
    'filter.wallet': 'free',
    'filter.basket': 'free',
    'filter.receipt': 'free',
  },
  'people.list': { search: 'free', 'cursor.id': 'typed', 'cursor.name': 'free' },
  'people.get': { id: 'typed' },
  'people.invite': { email: 'free', 'reach.region': 'free' },
  'people.changeAccess': { id: 'typed', 'reach.region': 'free' },
  'people.disable': { id: 'typed' },
  'people.enable': { id: 'typed' },
  'people.reset': { id: 'typed' },
  'people.endSessions': { id: 'typed' },
  'screens.pair': { code: 'secret', name: 'free', 'reach.region': 'free' },
  'stores.list': { 'scope.region': 'free' },
  'tokens.create': { name: 'free', 'reach.region': 'free' },
}
