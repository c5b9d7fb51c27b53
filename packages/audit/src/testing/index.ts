export * from './make-bundle.ts'
export * from './make-zip.ts'
export * from './software-passkey.ts'
