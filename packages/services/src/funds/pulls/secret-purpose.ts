/** What a pull's sealed secret opens as, and as nothing else. */
export const pullSecretPurpose = (id: string): string => `funds_pull/${id}`
