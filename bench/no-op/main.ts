import 'reflect-metadata';
import { Body, Controller, Headers, Module, Param, Post } from '@nestjs/common';
import { APP_PIPE, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type ClaimView, CreateClaim, EventId } from '#contracts';
import { idempotencyKey, requestValidation } from '#errors';

/** As a replica has it, so that nginx keeps its connections here too. */
const KEEP_ALIVE_MS = 75_000;
const HOST = '127.0.0.1';

/** What a claim's request costs when nothing is decided: parsed, validated, and an answer of the usual size. */
@Controller('v1/events/:eventId/claims')
class NoOpController {
  @Post()
  claim(
    @Param('eventId', { schema: EventId }) eventId: string,
    @Headers('idempotency-key') key: string | undefined,
    @Body({ schema: CreateClaim }) { customerId, seats = [] }: CreateClaim,
  ): ClaimView {
    idempotencyKey(key);
    return {
      claimId: '01890a5d-ac96-774b-bcce-b302099a8057',
      claimToken: 'nothing-is-decided-here-and-so-nobody-bears-it',
      ...{ eventId, customerId, status: 'booked', expiresAt: null, amount: 6_500 },
      seats: seats.map((label) => ({ label, section: 'Stalls', row: 'A', number: 1, version: 1 })),
      ...{ strategy: 'no-op', policyVersion: 1, replica: 'no-op' },
    };
  }
}

@Module({
  controllers: [NoOpController],
  providers: [{ provide: APP_PIPE, useFactory: requestValidation }],
})
class NoOpModule {}

const adapter = new FastifyAdapter({ keepAliveTimeout: KEEP_ALIVE_MS, trustProxy: true });
const app = await NestFactory.create<NestFastifyApplication>(NoOpModule, adapter, { logger: false });
await app.listen(Number(process.argv[2]), HOST);
