/** What a stream's sealed secret opens as, and as nothing else. */
export const streamSecretPurpose = (id: string): string => `audit_stream/${id}`
