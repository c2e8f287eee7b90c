import { Module } from '@nestjs/common';
import { BookingConfigModule } from '../config.js';
import { MessagingModule } from '../outbox/messaging.module.js';
import { PolicyModule } from '../policy/policy.module.js';
import { Replicas } from './replicas.js';

@Module({
  imports: [BookingConfigModule, MessagingModule, PolicyModule],
  providers: [Replicas],
  exports: [MessagingModule, Replicas],
})
export class ClusterModule {}
