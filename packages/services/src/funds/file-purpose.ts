/** What a part of a settlement or bank file is sealed for; no other row's bytes open under it. */
export const filePurpose = (id: string): string => `funds_file_content/${id}`
