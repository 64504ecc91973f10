/** A Secret's value: as text where it is text, else only its size. */
export type Decoded = { text: string | null; bytes: number };

/** Decodes base64; bytes that are no UTF-8 are not shown as text. Null for what is no base64. */
export function decodeValue(base64: string): Decoded | null {
  try {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    try {
      return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), bytes: bytes.length };
    } catch {
      return { text: null, bytes: bytes.length };
    }
  } catch {
    return null;
  }
}
