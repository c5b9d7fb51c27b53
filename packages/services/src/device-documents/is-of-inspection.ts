/** SQL condition: the document `m` is a photo of an inspection, which shows it and which it stays with. */
export const isOfInspection = (m: string): string => `exists (select from inspection_photo f where f.document_id = ${m}.id)`
