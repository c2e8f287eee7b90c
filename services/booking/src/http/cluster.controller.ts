import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access } from '#access';
import { ListReplicas, ReplicaList, StrategyList } from '#contracts';
import { STRATEGIES } from '../claims/claims.module.js';
import { Replicas } from '../cluster/replicas.js';

@ApiTags('cluster')
@Controller('v1')
export class ClusterController {
  constructor(private readonly replicas: Replicas) {}

  @Get('strategies')
  @Access('public')
  @ApiOperation({ summary: 'Every way to claim a seat that this cluster knows' })
  @ApiOkResponse({ standardSchema: StrategyList })
  strategies(): StrategyList {
    return { strategies: [...STRATEGIES] };
  }

  @Get('replicas')
  @Access('admin')
  @ApiOperation({ summary: 'Who answers a roll call right now, and which policy versions it has read' })
  @ApiOkResponse({ standardSchema: ReplicaList })
  list(@Query({ schema: ListReplicas }) asked: ListReplicas): Promise<ReplicaList> {
    return this.replicas.list(asked);
  }
}
