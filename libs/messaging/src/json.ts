const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

export const encodeJson = (value: unknown): Uint8Array => encoder.encode(JSON.stringify(value));

/** Throws on what is not UTF-8 or not JSON. */
export const decodeJson = (data: Uint8Array): unknown => JSON.parse(decoder.decode(data));
