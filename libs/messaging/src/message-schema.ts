import { decodeJson } from './json.js';

/** What we need of a Standard Schema (zod has it): https://standardschema.dev */
export interface MessageSchema {
  readonly '~standard': { validate(value: unknown): Validated | Promise<Validated> };
}
type Validated =
  | { readonly value: unknown; readonly issues?: undefined }
  | {
      readonly issues: readonly {
        readonly message: string;
        readonly path?: readonly unknown[] | undefined;
      }[];
    };

/** A message that no handler can ever read, however often it comes. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

export async function readMessage(data: Uint8Array, schema: MessageSchema | undefined): Promise<unknown> {
  const value = parse(data);
  if (schema === undefined) return value;
  const validated = await schema['~standard'].validate(value);
  if (validated.issues === undefined) return validated.value;
  const [first] = validated.issues;
  throw new Unreadable(`${(first?.path ?? []).map(String).join('.')}: ${first?.message ?? 'invalid'}`);
}

function parse(data: Uint8Array): unknown {
  try {
    return decodeJson(data);
  } catch (error) {
    throw new Unreadable('not JSON', { cause: error });
  }
}
