export { openLogWait } from './await-log.ts'
export { type BundleParts, type BundleQuestion, type WrittenBundle, writeBundle } from './write-bundle.ts'
