import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ReplicaList, StrategyList } from '#contracts';
import { STRATEGIES } from '../claims/claims.module.js';
import { Replicas } from '../cluster/replicas.js';

@ApiTags('cluster')
@Controller('v1')
export class ClusterController {
  constructor(private readonly replicas: Replicas) {}

  /** Every way to claim a seat that this cluster knows. */
  @Get('strategies')
  @ApiOkResponse({ standardSchema: StrategyList })
  strategies(): StrategyList {
    return { strategies: [...STRATEGIES] };
  }

  /** Who answers a roll call right now. */
  @Get('replicas')
  @ApiOkResponse({ standardSchema: ReplicaList })
  list(): Promise<ReplicaList> {
    return this.replicas.list();
  }
}
