import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Access } from '#access';
import { metrics } from './metrics.js';

@ApiExcludeController()
@Controller('metrics')
export class MetricsController {
  @Get()
  @Access('inside')
  @Header('content-type', metrics.contentType)
  show(): Promise<string> {
    return metrics.metrics();
  }
}
