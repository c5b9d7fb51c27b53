import type pg from 'pg'

/** What the driver calls on a query that copies; its own types do not name these. */
interface CopyConnection {
  readonly stream: { write(bytes: Uint8Array, done?: () => void): boolean }
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
}

const CHUNK = 256 * 1024

export interface CopyIn {
  /** One row, its fields in the order of the columns. */
  row(fields: readonly Field[]): void
  /** Lets the server take what was given so far. */
  drained(): Promise<void>
  end(): Promise<void>
}
export type Field = string | number | bigint | boolean | null

const escaped = (text: string): string =>
  /[\\\t\n\r]/.test(text)
    ? text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
    : text
const written = (field: Field): string =>
  field === null
    ? '\\N'
    : typeof field === 'string'
      ? escaped(field)
      : typeof field === 'boolean'
        ? field
          ? 't'
          : 'f'
        : String(field)

/** COPY … FROM STDIN in text form, chunk by chunk, so that rows are never all in memory. */
export async function copyIn(client: pg.ClientBase, sql: string): Promise<CopyIn> {
  let connection: CopyConnection | undefined
  let text = ''
  const ready = Promise.withResolvers<void>()
  const done = Promise.withResolvers<void>()
  done.promise.catch(() => {})
  const query = {
    submit: (given: CopyConnection) => given.query(sql),
    handleCopyInResponse(given: CopyConnection) {
      connection = given
      ready.resolve()
    },
    handleCommandComplete() {},
    handleReadyForQuery: () => done.resolve(),
    handleError(error: Error) {
      ready.reject(error)
      done.reject(error)
    },
  }
  client.query(query as unknown as pg.Submittable)
  await ready.promise
  const flush = (): void => {
    if (text === '') return
    connection?.sendCopyFromChunk(Buffer.from(text))
    text = ''
  }
  return {
    row(fields) {
      let line = written(fields[0] ?? null)
      for (let at = 1; at < fields.length; at++) line += `\t${written(fields[at] ?? null)}`
      text += `${line}\n`
      if (text.length >= CHUNK) flush()
    },
    async drained() {
      flush()
      await new Promise<void>((resolve) => connection?.stream.write(new Uint8Array(0), resolve))
    },
    async end() {
      flush()
      connection?.endCopyFrom()
      await done.promise
    },
  }
}

/** COPY … TO STDOUT, its chunks as they come: each holds only until the call is over, for the driver uses its buffer again. */
export async function copyOut(client: pg.ClientBase, sql: string, take: (chunk: Buffer) => void): Promise<void> {
  const done = Promise.withResolvers<void>()
  const query = {
    submit: (given: CopyConnection) => given.query(sql),
    handleCopyData: ({ chunk }: { readonly chunk: Buffer }) => take(chunk),
    handleCommandComplete() {},
    handleReadyForQuery: () => done.resolve(),
    handleError: (error: Error) => done.reject(error),
  }
  client.query(query as unknown as pg.Submittable)
  await done.promise
}

/** Rows that were copied out, sent as they are. */
export async function copyBytes(client: pg.ClientBase, sql: string, chunks: AsyncIterable<Buffer>): Promise<void> {
  const done = Promise.withResolvers<void>()
  const ready = Promise.withResolvers<CopyConnection>()
  done.promise.catch(() => {})
  const query = {
    submit: (given: CopyConnection) => given.query(sql),
    handleCopyInResponse: (given: CopyConnection) => ready.resolve(given),
    handleCommandComplete() {},
    handleReadyForQuery: () => done.resolve(),
    handleError(error: Error) {
      ready.reject(error)
      done.reject(error)
    },
  }
  client.query(query as unknown as pg.Submittable)
  const connection = await ready.promise
  for await (const chunk of chunks) {
    connection.sendCopyFromChunk(chunk)
    await new Promise<void>((resolve) => connection.stream.write(new Uint8Array(0), resolve))
  }
  connection.endCopyFrom()
  await done.promise
}
