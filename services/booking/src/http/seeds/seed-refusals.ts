import { Catch, UseFilters } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Problem } from '#contracts';
import { PROBLEM_JSON, ProblemFilter } from '#errors';

type Errors = NonNullable<Problem['errors']>;

@Catch()
class SeedRefusals extends ProblemFilter {
  constructor(
    private readonly status: number,
    private readonly body: (errors: Errors) => object,
  ) {
    super();
  }

  protected override send(reply: FastifyReply, problem: Problem): void {
    if (problem.code === 'invalid-request')
      void reply.code(this.status).send(this.body(problem.errors ?? []));
    else super.send(reply, problem);
  }
}

/** How a seed says that a field of the request is missing or wrong; everything else is one of our problems. */
export const RefusesBadInput = (status: number, body: (errors: Errors) => object): ClassDecorator =>
  UseFilters(new SeedRefusals(status, body));

/** What a seed has no answer for is one of our problems, which all have the `detail` that their clients look for. */
export function asProblem(reply: FastifyReply, problem: Problem): Problem {
  void reply.code(problem.status).type(PROBLEM_JSON);
  return problem;
}
