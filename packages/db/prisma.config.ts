import { defineConfig } from 'prisma/config'

// `prisma generate` never runs the schema engine, yet downloads it unless a path is given: any executable will do.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath

export default defineConfig({ schema: 'prisma/schema' })
