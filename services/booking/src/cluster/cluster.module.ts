import { Module } from '@nestjs/common';
import { MessagingLink, Questions } from '#messaging';
import { BOOKING_CONFIG, type BookingConfig, BookingConfigModule } from '../config.js';
import { PolicyModule } from '../policy/policy.module.js';
import { Replicas } from './replicas.js';

const link = {
  provide: MessagingLink,
  inject: [BOOKING_CONFIG],
  useFactory: (config: BookingConfig) =>
    new MessagingLink({
      url: config.natsUrl,
      name: config.replica,
      // the client never gives up on a lost server; if it closes for good, a fresh process is the cure
      onGivenUp: () => process.exit(1),
    }),
};

const questions = {
  provide: Questions,
  inject: [MessagingLink],
  useFactory: (connection: MessagingLink) => new Questions(connection),
};

@Module({
  imports: [BookingConfigModule, PolicyModule],
  providers: [link, questions, Replicas],
  exports: [MessagingLink, Replicas],
})
export class ClusterModule {}
