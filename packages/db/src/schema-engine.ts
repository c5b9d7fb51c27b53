import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { PrismaPg } from '@prisma/adapter-pg'
import * as engineBindings from '@prisma/schema-engine-wasm/schema_engine_bg'
import type pg from 'pg'

export type SchemaEngine = engineBindings.SchemaEngine

/**
 * Prisma's schema engine as WebAssembly over a `pg` pool: nothing is downloaded. The WebAssembly file is read by hand,
 * because importing it as a module is still an experimental feature of Node. The engine's own errors say little of a script
 * that fails: `onScriptError` hears PostgreSQL's.
 */
export async function openSchemaEngine(pool: pg.Pool, onScriptError: (error: unknown) => void = () => {}): Promise<SchemaEngine> {
  loading ??= loadWasm()
  await loading
  return engineBindings.SchemaEngine.new({ datamodels: undefined }, () => {}, bindFactory(pool, onScriptError))
}

// The bindings keep the instance's memory in variables of their own module, so there can be one instance only.
let loading: Promise<void> | undefined

async function loadWasm(): Promise<void> {
  const file = fileURLToPath(import.meta.resolve('@prisma/schema-engine-wasm')).replace(
    /schema_engine\.js$/,
    'schema_engine_bg.wasm',
  )
  const bindings: Record<string, unknown> = { ...engineBindings }
  const { instance } = await WebAssembly.instantiate(await readFile(file), {
    './schema_engine_bg.js': bindings as WebAssembly.ModuleImports,
  })
  const setWasm = bindings.__wbg_set_wasm as (exports: WebAssembly.Exports) => void
  const start = instance.exports.__wbindgen_start as () => void
  setWasm(instance.exports)
  start()
}

/** The engine takes results, not exceptions: `{ ok, value }` or `{ ok, error }`, an unknown error by its number. */
function bindFactory(pool: pg.Pool, onScriptError: (error: unknown) => void): object {
  const errors: unknown[] = []
  const errorRegistry = { consumeError: (id: number) => ({ error: errors[id] }) }
  const bind =
    <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
    async (...args: A) => {
      try {
        return succeeded(await call(...args))
      } catch (error) {
        return failed(causeOf(error) ?? { kind: 'GenericJs', id: errors.push(error) - 1 })
      }
    }
  const factory = new PrismaPg(pool)
  const connect = async () => {
    const adapter = await factory.connect()
    return {
      adapterName: adapter.adapterName,
      provider: adapter.provider,
      errorRegistry,
      queryRaw: bind((query: Parameters<typeof adapter.queryRaw>[0]) => adapter.queryRaw(query)),
      executeRaw: bind((query: Parameters<typeof adapter.executeRaw>[0]) => adapter.executeRaw(query)),
      // The adapter's own executeScript cuts at every semicolon, also inside functions; sent whole, it is also one transaction.
      executeScript: bind(async (script: string) => {
        try {
          await pool.query(script)
        } catch (error) {
          onScriptError(error)
          throw error
        }
      }),
      dispose: bind(async () => undefined),
      getConnectionInfo: () => succeeded(adapter.getConnectionInfo()),
      startTransaction: async () =>
        failed({ kind: 'GenericJs', id: errors.push(new Error('migrations open no transaction')) - 1 }),
    }
  }
  return {
    adapterName: factory.adapterName,
    provider: factory.provider,
    errorRegistry,
    connect: bind(connect),
    connectToShadowDb: bind(connect),
  }
}

function succeeded<T>(value: T) {
  const result = { ok: true as const, value, map: <U>(change: (value: T) => U) => succeeded(change(value)) }
  return result
}

function failed(error: unknown) {
  const result = { ok: false as const, error, map: () => result }
  return result
}

function causeOf(error: unknown): object | undefined {
  if (!(error instanceof Error) || error.name !== 'DriverAdapterError') return undefined
  return typeof error.cause === 'object' && error.cause !== null ? error.cause : undefined
}
