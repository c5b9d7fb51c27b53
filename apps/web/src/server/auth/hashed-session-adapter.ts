import { hashSessionToken } from '@counterfoil/services/sessions'
import type { DBAdapter, DBAdapterInstance, DBTransactionAdapter, Where } from 'better-auth'

/**
 * Keeps the SHA-256 of session tokens where better-auth would keep the tokens. Who asks by a token gets it back in the row; in
 * rows found otherwise the token is the hash, by which nothing can be found or signed in.
 */
export function withHashedSessions(adapterFor: DBAdapterInstance): DBAdapterInstance {
  return (options): DBAdapter => {
    const adapter = adapterFor(options)
    return {
      ...adapter,
      ...hashing(adapter),
      transaction: (work) => adapter.transaction((inner) => work({ ...inner, ...hashing(inner) })),
    }
  }
}

function hashing(inner: DBTransactionAdapter): Omit<DBTransactionAdapter, 'id' | 'options' | 'createSchema'> {
  return {
    async create<T extends Row, R = T>(query: Omit<Parameters<DBAdapter['create']>[0], 'data'> & { data: Omit<T, 'id'> }) {
      const { hidden, show } = hide(query)
      return show(await inner.create<T, R>(hidden))
    },
    async findOne<T>(query: Parameters<DBAdapter['findOne']>[0]) {
      const { hidden, show } = hide(query)
      return show(await inner.findOne<T>(hidden))
    },
    async findMany<T>(query: Parameters<DBAdapter['findMany']>[0]) {
      const { hidden, show } = hide(query)
      return (await inner.findMany<T>(hidden)).map(show)
    },
    async update<T>(query: Parameters<DBAdapter['update']>[0]) {
      const { hidden, show } = hide(query)
      return show(await inner.update<T>(hidden))
    },
    async consumeOne<T>(query: Parameters<DBAdapter['consumeOne']>[0]) {
      const { hidden, show } = hide(query)
      return show(await inner.consumeOne<T>(hidden))
    },
    async incrementOne<T>(query: Parameters<DBAdapter['incrementOne']>[0]) {
      const { hidden, show } = hide(query)
      return show(await inner.incrementOne<T>(hidden))
    },
    count: (query) => inner.count(hide(query).hidden),
    updateMany: (query) => inner.updateMany(hide(query).hidden),
    delete: (query) => inner.delete(hide(query).hidden),
    deleteMany: (query) => inner.deleteMany(hide(query).hidden),
  }
}

type Row = Record<string, unknown>

interface Query {
  readonly model: string
  readonly where?: Where[] | undefined
  readonly data?: object
  readonly update?: object
  readonly set?: object | undefined
}

/** The query with hashes for tokens, and what puts the tokens it named back into rows. */
function hide<Asked extends Query>(query: Asked): { readonly hidden: Asked; readonly show: <Found>(row: Found) => Found } {
  if (query.model !== 'session') return { hidden: query, show: (row) => row }
  const tokens = new Map<string, string>()
  const hash = (token: string) => {
    const hashed = hashSessionToken(token)
    tokens.set(hashed, token)
    return hashed
  }
  const { where, data, update, set } = query
  const hidden = {
    ...query,
    ...(where && { where: where.map((condition) => hideIn(condition, hash)) }),
    ...(data && { data: hideOf(data, hash) }),
    ...(update && { update: hideOf(update, hash) }),
    ...(set && { set: hideOf(set, hash) }),
  }
  return { hidden, show: (row) => showIn(row, tokens) }
}

function hideIn(condition: Where, hash: (token: string) => string): Where {
  const { field, value } = condition
  if (field !== 'token') return condition
  if (Array.isArray(value)) return { ...condition, value: value.map((each) => hash(String(each))) }
  return typeof value === 'string' ? { ...condition, value: hash(value) } : condition
}

function hideOf<Values extends object>(values: Values, hash: (token: string) => string): Values {
  return 'token' in values && typeof values.token === 'string' ? { ...values, token: hash(values.token) } : values
}

function showIn<Found>(row: Found, tokens: ReadonlyMap<string, string>): Found {
  if (typeof row !== 'object' || row === null || !('token' in row) || typeof row.token !== 'string') return row
  const token = tokens.get(row.token)
  return token === undefined ? row : { ...row, token }
}
