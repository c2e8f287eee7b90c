import type { WantedFailpoint } from '#contracts';
import type { NamedReplica } from '../../cluster/cluster.js';
import type { Fault, Injected, StrikeSite } from '../../faults/fault.js';
import { wait, waitUntil } from '../../waiting.js';
import type { Contender } from '../contender.js';
import { IMPATIENT_MS, NO_FAULT, disarm } from '../strike.js';
import type { Bearer } from './bearer.js';
import type { NewBearer, Overdue, Running } from './cast.js';
import { newRunning, paymentsOf } from './cast.js';
import { sweepAt } from './sweep-at.js';
import type { Webhooks } from './webhooks.js';
import type { Held } from './windows.js';
import { HELD, windowOf } from './windows.js';

/** The longest delay there is; letting go ends it. */
const HELD_MS = 10_000;
/** Who confirms, who gives back, and the sweeper; where a webhook arrives is nginx's choice. */
const INSIDE_MOST = 3;
const ARRIVE = { mostMs: 800, everyMs: 10 };
const OVER = { mostMs: 1_500, everyMs: 40 };
/** Beyond the end of a hold of a second, and of one that would have ended had it not been extended. */
const WANTED_MS = 1_300;
const WANTED_EVERY_MS = 200;

export interface Stage {
  contender: Contender;
  newBearer: NewBearer;
  webhooks: Webhooks;
  /** of the round before */
  overdue: Overdue | null;
  /** who paid in the round before, and now gives it back */
  booked: Bearer | null;
}

/** docs/lab.md, "The life of a claim": what happens beside one strike, under the same fault. */
export class Round {
  private readonly acts: Promise<unknown>[] = [];
  private during: Promise<unknown> = Promise.resolve();
  private readonly onStage: Promise<Running>;
  private readonly victim: NamedReplica;
  private readonly others: readonly string[];
  private asked = 0;

  constructor(
    private readonly stage: Stage,
    private readonly fault: Fault,
    { victim, cluster }: StrikeSite,
  ) {
    this.victim = victim;
    const others = cluster.replicas.filter((one) => one !== victim);
    this.others = (others.length === 0 ? [victim] : others).map(({ url }) => url);
    this.onStage = this.enter();
    // whoever injects waits for it, and it may fail before he does
    this.onStage.catch(() => undefined);
  }

  /** Everybody knows; who paid. */
  async over(): Promise<Bearer> {
    const { confirms, pays } = await this.onStage;
    await Promise.all([...this.acts, this.during]);
    await Promise.all([confirms.ask('read', this.elsewhere), pays.ask('read', this.elsewhere)]);
    return pays;
  }

  /** The fault itself, when the customers of this round are where it has to find them. */
  async inject(site: StrikeSite): Promise<Injected> {
    const running = await this.onStage;
    const { contender, newBearer } = this.stage;
    const inside = await this.inside();
    this.acts.push(newBearer('free').hold(this.allUrls));
    const injected = await this.fault.inject({ ...site, eventIds: [...site.eventIds, contender.eventId] });
    const goOnAtMs = performance.now() + this.fault.holdMs;
    if (this.holds) contender.strikes += 1;
    if (inside > 0) contender.struck.push({ seat: running.confirms.seat, atUs: contender.recorder.nowUs() });
    this.during = this.meanwhile(running);
    return {
      happened: async () => {
        await Promise.race([this.during, wait(Math.max(0, goOnAtMs - performance.now()))]);
        if (this.holds && this.fault.victimAnswers) await disarm(this.victim, contender.eventId);
        const happened = await injected.happened();
        if (happened && inside > 0) contender.hits += 1;
        return happened;
      },
      heal: async () => {
        await injected.heal();
        if (!this.fault.victimAnswers) await disarm(this.victim, contender.eventId);
      },
    };
  }

  /** Where nothing goes wrong nobody is held: the claims fill the sessions of a replica that is alone. */
  private get holds(): boolean {
    return this.fault !== NO_FAULT;
  }

  private get allUrls(): string[] {
    return [this.victim.url, ...this.elsewhere];
  }

  /** Another one first each time. */
  private get elsewhere(): string[] {
    this.asked += 1;
    const first = this.asked % this.others.length;
    return [...this.others.slice(first), ...this.others.slice(0, first)];
  }

  private async enter(): Promise<Running> {
    const { newBearer, overdue, webhooks } = this.stage;
    if (this.holds) await Promise.all(HELD.map(async (change) => await this.holdAt(change)));
    const running = newRunning(newBearer);
    await Promise.all([...this.begun(running), this.untilOver()]);
    this.acts.push(sweepAt(this.victim.url));
    if (overdue !== null) await webhooks.deliver(paymentsOf(overdue));
    if (this.holds)
      await waitUntil(
        async () => await this.inside(),
        (count) => count >= INSIDE_MOST,
        ARRIVE,
      );
    return running;
  }

  /** Each holds a seat, but not in the victim, which may have just started, and does at once what he came for. */
  private begun({ confirms, givesBack, extends: extended, pays }: Running): Promise<void>[] {
    const patience = this.fault.impatient === true ? IMPATIENT_MS : undefined;
    const begin = async (bearer: Bearer, act: () => Promise<unknown>): Promise<void> => {
      await bearer.hold(this.elsewhere);
      this.acts.push(act());
    };
    return [
      begin(confirms, async () => await confirms.ask('confirm', this.allUrls, patience)),
      begin(givesBack, async () => await givesBack.ask('give-back', this.allUrls, patience)),
      begin(extended, async () => await extended.ask('extend', this.elsewhere)),
      begin(pays, async () => {
        await pays.startPayment(this.elsewhere);
        await pays.pay();
      }),
    ];
  }

  /** How many stand in a change in the victim; one that does not say so has none that count. */
  private async inside(): Promise<number> {
    return await this.victim.admin.failpointInside(this.stage.contender.eventId).catch(() => 0);
  }

  /** Its holder reads it, and is told so by PostgreSQL's clock. */
  private async untilOver(): Promise<void> {
    const { overdue } = this.stage;
    if (overdue === null) return;
    const read = async (): Promise<string | null> =>
      (await overdue.late.ask('read', this.elsewhere))?.told.status ?? null;
    await waitUntil(read, (status) => status !== 'held', OVER);
  }

  private async holdAt(change: Held): Promise<void> {
    const step: WantedFailpoint['step'] = `${change}:${windowOf(this.fault, change)}`;
    const { eventId } = this.stage.contender;
    await this.victim.admin.arm({ eventId, step, pauseMs: HELD_MS, timesPerSeat: 1 });
  }

  private async meanwhile({ confirms, givesBack, extends: extended, pays }: Running): Promise<void> {
    const { overdue, booked } = this.stage;
    const sweeping = this.fault.victimAnswers ? this.allUrls : this.elsewhere;
    await Promise.all([
      ...[confirms, confirms, givesBack, extended].map(async ({ seat }) => await this.want(seat)),
      ...[confirms, extended].map(async (one) => await pays.meddle(one, 'confirm', this.elsewhere)),
      pays.meddle(givesBack, 'give-back', this.elsewhere),
      overdue === null ? null : this.want(overdue.inVain.seat),
      booked?.ask('give-back', this.elsewhere),
      this.confirmLate(sweeping).then(
        async () => await Promise.all(sweeping.map(async (url) => await sweepAt(url))),
      ),
    ]);
  }

  /** Before anybody sweeps: then it is the clock alone that says no. */
  private async confirmLate(urls: readonly string[]): Promise<void> {
    await this.stage.overdue?.late.ask('confirm', urls);
  }

  /** By one customer after another, until it is to be had or there has been time for it. */
  private async want(seat: string): Promise<void> {
    const deadline = performance.now() + (this.holds ? WANTED_MS : 0);
    while (!(await this.stage.newBearer({ seat }).hold(this.elsewhere)) && performance.now() < deadline)
      await wait(WANTED_EVERY_MS);
  }
}
