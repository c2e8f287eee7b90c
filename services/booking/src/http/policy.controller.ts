import { Body, Controller, Param, Patch, Res, SerializeOptions } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { EventId, PolicyChange, PolicyChanged } from '#contracts';
import { ProblemError } from '#errors';
import { Replicas } from '../cluster/replicas.js';
import { EventReading } from '../events/read-events.js';
import { PolicySwitch } from '../policy/policy-switch.js';
import { eventUnknown, policyProblem } from './event-problems.js';

@ApiTags('events')
@Controller('v1/events/:eventId/policy')
export class PolicyController {
  constructor(
    private readonly reading: EventReading,
    private readonly policySwitch: PolicySwitch,
    private readonly replicas: Replicas,
  ) {}

  @Patch()
  @ApiOperation({
    summary: 'Changes the named fields for the whole cluster, until the first claim of the event',
  })
  @ApiOkResponse({ standardSchema: PolicyChanged })
  @SerializeOptions({ schema: PolicyChanged })
  async change(
    @Param('eventId', { schema: EventId }) eventId: string,
    @Body({ schema: PolicyChange }) change: PolicyChange,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PolicyChanged> {
    const event = await this.reading.find(eventId);
    if (event === undefined) throw eventUnknown(eventId);
    const result = await this.policySwitch.change(event, change);
    if (result.kind === 'breach') throw policyProblem(result, '');
    if (result.kind === 'switching') throw new ProblemError('policy-switching');
    const { policy, policyVersion } = result;
    const acknowledgedBy = await this.replicas.announcePolicy({ eventId, policyVersion });
    if (result.kind === 'locked') throw new ProblemError('guard-locked');
    void reply.header('x-strategy', policy.strategy).header('x-policy-version', policyVersion);
    return { policyVersion, policy, acknowledgedBy };
  }
}
