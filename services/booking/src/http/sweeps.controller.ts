import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Access } from '#access';
import { Sweeper } from '../booking/life/sweeper.js';

/** A sweep of this one replica now, beside those that it makes by itself, so that a fault can meet one. */
@ApiExcludeController()
@Controller('admin/sweeps')
export class SweepsController {
  constructor(private readonly sweeper: Sweeper) {}

  @Access('lab')
  @Post()
  @HttpCode(204)
  async sweep(): Promise<void> {
    await this.sweeper.sweep();
  }
}
