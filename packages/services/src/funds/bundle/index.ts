export { type BundleParts, type BundleQuestion, type WrittenBundle, writeBundle } from './write-bundle.ts'
