import {
  SerializeOptions,
  StandardSchemaSerializerInterceptor,
  type StandardSchemaSerializerContextOptions,
  UseInterceptors,
  applyDecorators,
} from '@nestjs/common';

/**
 * The answer in the shape of its schema, and nothing else. Said by the routes that need it: an interceptor of all
 * routes made an Observable of every answer, which was a quarter of what a claim allocated (docs/performance.md).
 */
export const Serialized = (
  schema: NonNullable<StandardSchemaSerializerContextOptions['schema']>,
): MethodDecorator =>
  applyDecorators(UseInterceptors(StandardSchemaSerializerInterceptor), SerializeOptions({ schema }));
