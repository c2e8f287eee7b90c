import { Body, Controller, Param, Patch, Res } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiOkResponse,
  ApiOperation,
  ApiServiceUnavailableResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access } from '#access';
import { EventId, PolicyChange, PolicyChanged, Problem } from '#contracts';
import { Replicas } from '../cluster/replicas.js';
import { PolicySwitch } from '../policy/policy-switch.js';
import { switchProblem } from './event-problems.js';
import { Serialized } from './serialized.js';

@ApiTags('events')
@Controller('v1/events/:eventId/policy')
export class PolicyController {
  constructor(
    private readonly policySwitch: PolicySwitch,
    private readonly replicas: Replicas,
  ) {}

  @Patch()
  @Access('admin')
  @ApiOperation({
    summary:
      'Changes the named fields for the whole cluster; no claim is decided under older ones after the answer',
  })
  @ApiOkResponse({ standardSchema: PolicyChanged })
  @ApiConflictResponse({ standardSchema: Problem })
  @ApiServiceUnavailableResponse({ standardSchema: Problem })
  @Serialized(PolicyChanged)
  async change(
    @Param('eventId', { schema: EventId }) eventId: string,
    @Body({ schema: PolicyChange }) change: PolicyChange,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PolicyChanged> {
    const switched = await this.policySwitch.change(eventId, change);
    if (switched.kind !== 'switched') throw switchProblem(eventId, switched);
    const { policy, policyVersion } = switched;
    const acknowledgedBy = await this.replicas.announcePolicy({ eventId, policyVersion });
    void reply.header('x-strategy', policy.strategy).header('x-policy-version', policyVersion);
    return { policyVersion, policy, acknowledgedBy };
  }
}
