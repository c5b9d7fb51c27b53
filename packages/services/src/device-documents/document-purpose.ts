/** What a part of a device's document is sealed for; no other row's bytes open under it. */
export const documentPurpose = (id: string): string => `device_document_content/${id}`
