export { makePackages } from './make-packages.ts'
export { type Language, languages, type Period, type Section, type SectionContent } from './section.ts'
export { packageFileName } from './summary.ts'
export { type PackageQuestion, type WrittenPackage, writePackage } from './write-package.ts'
