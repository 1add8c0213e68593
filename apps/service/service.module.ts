import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { SignIn, SignInGuard } from './access/sign-in.guard.js';
import { PreviewPages } from './pages/preview/page.js';
import { Readings } from './access/readings.js';
import { MeController } from './access/me.api.js';
import { ConstitutionAnswer } from './constitution/answer.js';
import { ConstitutionPages } from './constitution/page.js';
import { BallotsAnswer } from './ballots/answer.js';
import { BallotPages } from './ballots/page.js';
import { AuditAnswer } from './audit/answer.js';
import { AuditController } from './audit/api.js';
import { MomentPages } from './audit/moments.page.js';
import { AuditFiles, AuditPages } from './audit/page.js';
import { Resolving } from './audit/resolving.js';
import { ArrangementsController } from './arrangements/api.js';
import { ActHandler, BeginHandler } from './cases/act.js';
import { CaseListAnswer } from './cases/list/answer.js';
import { CaseListPage } from './cases/list/page.js';
import { CasesController } from './cases/api.js';
import { CasesAnswer } from './cases/answer.js';
import { Tracks } from './cases/tracks.js';
import { CaseDocumentsPage } from './cases/documents.page.js';
import { EventPages } from './cases/event.page.js';
import { HistoryPage } from './cases/history.page.js';
import { CasePage } from './cases/page.js';
import { ArrangementsAnswer } from './arrangements/answer.js';
import { DiagramsAnswer } from './diagrams/answer.js';
import { ChartAnswer } from './diagrams/chart.answer.js';
import { ChartPages } from './diagrams/chart.page.js';
import { ReplayAnswer } from './replay/answer.js';
import { ReplayPages } from './replay/page.js';
import { GroupsAnswer } from './groups/answer.js';
import { QueuesAnswer } from './queues/answer.js';
import { OrganisationsAnswer } from './organisations/answer.js';
import { OrganisationPages } from './organisations/page.js';
import { RegisterAnswer } from './register/answer.js';
import { UptakeAnswer } from './uptake/answer.js';
import { Commands } from './casework/commands.js';
import { Agenda } from './casework/agenda.js';
import { Refusals } from './casework/refusals.js';
import { Visibility } from './access/visibility.js';
import { ServiceClock } from './clock/clock.js';
import { ClockController } from './operations/clock.api.js';
import { Timekeeper } from './casework/timekeeper.js';
import { DiagramsController } from './diagrams/api.js';
import { Allowance } from './documents/allowance.js';
import { Intake } from './documents/intake.js';
import { ActsAnswer } from './acts/answer.js';
import { Posting } from './acts/posted.js';
import { Beside } from './acts/beside.js';
import { ActPages } from './acts/page.js';
import { BeginningPages } from './acts/beginning.page.js';
import { DraftsAnswer } from './drafts/answer.js';
import { Drafts } from './drafts/drafts.js';
import { Documents } from './documents/documents.js';
import { DocumentsController } from './documents/api.js';
import { DocumentStore } from './documents/store.js';
import { Feed } from './feed/feed.js';
import { FeedController } from './feed/api.js';
import { Seeing } from './feed/seeing.js';
import { GroupPages } from './groups/page.js';
import { GroupsController } from './groups/api.js';
import { Ledger } from './ledger/ledger.js';
import { ApiDocument } from './openapi/api-document.js';
import { OpenApiController } from './openapi/openapi.api.js';
import { HealthController } from './operations/health.api.js';
import { Metrics } from './operations/metrics.js';
import { MetricsController, MetricsToken } from './operations/metrics.api.js';
import { OperationsController } from './operations/operations.api.js';
import { MeetingsAnswer } from './meetings/answer.js';
import { MeetingListAnswer } from './meetings/list.answer.js';
import { MeetingsPages } from './meetings/page.js';
import { Recording } from './meetings/recording.js';
import { Rebuilding } from './operations/rebuilding.js';
import { LookingOver } from './operations/looking-over.js';
import { Writes } from './ledger/writes.js';
import { AuditTrail } from './trail/audit-trail.js';
import { ProblemFilter } from './operations/problem.filter.js';
import { ProblemsController } from './openapi/problems.api.js';
import { AboutPages } from './about/page.js';
import { Frames } from './pages/frame.js';
import { Names } from './pages/names.js';
import { SignInPages } from './sign-in/page.js';
import { ClearingUp } from './session/clearing.js';
import { SigningIn } from './sign-in/signing-in.js';
import { TypedAheadAnswer } from './sign-in/typed-ahead.js';
import { DevelopmentAnswer } from './development/answer.js';
import { DevelopmentController } from './development/api.js';
import { Eligible } from './queues/eligible.js';
import { QueuesController } from './queues/api.js';
import { CommitteesController } from './register/committees.api.js';
import { InterestsController } from './register/interests.api.js';
import { ImportStore } from './imports/import-store.js';
import { ImportsController } from './imports/api.js';
import { Imports } from './imports/imports.js';
import { ImportPages } from './imports/page.js';
import { ChangePages } from './register/change.page.js';
import { RegisterLists } from './register/lists-answer.js';
import { OverviewAnswer } from './register/overview-answer.js';
import { RegisterPages } from './register/page.js';
import { RecordedAnswer } from './register/recorded-answer.js';
import { RoundsPage } from './register/rounds.page.js';
import { Registrar } from './register/registrar.js';
import { RegistrarController } from './register/registrar.api.js';
import { RegisterController } from './register/api.js';
import { RolesController } from './register/roles.api.js';
import type { Core } from './core.js';
import { Claiming } from './work/claiming.js';
import { WorkPages } from './work/page.js';
import { ConditionsAnswer } from './conditions/answer.js';
import { ConditionsPage } from './conditions/page.js';
import { DelegationsAnswer } from './delegations/answer.js';
import { DelegationsPage } from './delegations/page.js';
import { Board } from './live/board.js';
import { LivePages } from './live/live.js';
import { LiveTimes } from './live/times.js';
import { HomeAnswer } from './home/answer.js';
import { LastLooks } from './home/looks.js';
import { HowItWorksAnswer } from './how-it-works/answer.js';
import { HowItWorksPages } from './how-it-works/page.js';
import { HomePage } from './home/page.js';
import { UptakeController } from './uptake/api.js';
import { UptakePages } from './uptake/page.js';
import { CountedBallotsAnswer } from './uptake/ballots.answer.js';
import { CountedBallotsPages } from './uptake/ballots.page.js';
import { DashboardPage } from './uptake/dashboard.page.js';
import { TimesAnswer } from './uptake/times.answer.js';
import { TimesPages } from './uptake/times.page.js';
import { RoundAnswer } from './uptake/round.answer.js';
import { RoundPages } from './uptake/round.page.js';
import { WorkflowsController } from './workflows/api.js';

/** Further controllers in the same application. */
export type MoreControllers = readonly (new (...args: never[]) => unknown)[];

/** What is made before the application and lives as long as it. */
export interface Foundations extends Core {
  readonly signIn: SignIn;
  readonly signingIn: SigningIn;
  readonly clearingUp: ClearingUp;
  readonly looks: LastLooks;
  readonly drafts: Drafts;
  readonly store: DocumentStore;
  readonly allowance: Allowance;
  readonly imports: ImportStore;
  readonly rebuilding: Rebuilding;
  readonly writes: Writes;
  readonly lookingOver: LookingOver;
  readonly metricsToken: MetricsToken;
  readonly auditTrail: AuditTrail;
  readonly liveTimes: LiveTimes;
}

const routes = [
  AboutPages,
  ArrangementsController,
  AuditController,
  AuditFiles,
  AuditPages,
  MomentPages,
  BallotPages,
  CaseListPage,
  CasesController,
  CaseDocumentsPage,
  CasePage,
  ChartPages,
  ReplayPages,
  EventPages,
  HistoryPage,
  ClockController,
  CommitteesController,
  ConstitutionPages,
  DiagramsController,
  DocumentsController,
  FeedController,
  GroupPages,
  HowItWorksPages,
  GroupsController,
  HealthController,
  HomePage,
  ImportsController,
  ImportPages,
  InterestsController,
  MeController,
  MeetingsPages,
  MetricsController,
  OpenApiController,
  OperationsController,
  OrganisationPages,
  ProblemsController,
  QueuesController,
  RegisterController,
  RegisterPages,
  RoundsPage,
  ChangePages,
  RegistrarController,
  RolesController,
  SignInPages,
  ConditionsPage,
  DelegationsPage,
  ActPages,
  BeginningPages,
  UptakeController,
  UptakePages,
  RoundPages,
  TimesPages,
  DashboardPage,
  CountedBallotsPages,
  WorkPages,
  WorkflowsController,
];

/** What there is in development alone. */
const ofDevelopment = [DevelopmentController, PreviewPages];

/** What the application makes itself, of what it stands on. */
const made = [
  Frames,
  Board,
  LivePages,
  TypedAheadAnswer,
  Names,
  Readings,
  Intake,
  Posting,
  Beside,
  ActsAnswer,
  DraftsAnswer,
  Eligible,
  Feed,
  Imports,
  Seeing,
  Metrics,
  ApiDocument,
  ActHandler,
  BeginHandler,
  ArrangementsAnswer,
  AuditAnswer,
  Resolving,
  BallotsAnswer,
  ConstitutionAnswer,
  CaseListAnswer,
  Claiming,
  ConditionsAnswer,
  DelegationsAnswer,
  CasesAnswer,
  Tracks,
  DevelopmentAnswer,
  DiagramsAnswer,
  ChartAnswer,
  ReplayAnswer,
  GroupsAnswer,
  HowItWorksAnswer,
  OrganisationsAnswer,
  MeetingListAnswer,
  MeetingsAnswer,
  Recording,
  HomeAnswer,
  QueuesAnswer,
  RegisterAnswer,
  Registrar,
  RegisterLists,
  OverviewAnswer,
  RecordedAnswer,
  UptakeAnswer,
  RoundAnswer,
  TimesAnswer,
  CountedBallotsAnswer,
];

/** What was made before the application. */
const valuesOf = (of: Foundations): readonly Provider[] => [
  { provide: Ledger, useValue: of.ledger },
  { provide: ServiceClock, useValue: of.clock },
  { provide: Visibility, useValue: of.visibility },
  { provide: Agenda, useValue: of.agenda },
  { provide: Commands, useValue: of.commands },
  { provide: Timekeeper, useValue: of.timekeeper },
  { provide: SignIn, useValue: of.signIn },
  { provide: SigningIn, useValue: of.signingIn },
  { provide: ClearingUp, useValue: of.clearingUp },
  { provide: LastLooks, useValue: of.looks },
  { provide: Drafts, useValue: of.drafts },
  { provide: DocumentStore, useValue: of.store },
  { provide: Documents, useValue: of.documents },
  { provide: Allowance, useValue: of.allowance },
  { provide: ImportStore, useValue: of.imports },
  { provide: Rebuilding, useValue: of.rebuilding },
  { provide: Writes, useValue: of.writes },
  { provide: LookingOver, useValue: of.lookingOver },
  { provide: Refusals, useValue: of.refusals },
  { provide: MetricsToken, useValue: of.metricsToken },
  { provide: AuditTrail, useValue: of.auditTrail },
  { provide: LiveTimes, useValue: of.liveTimes },
];

@Module({})
export class ServiceModule {
  static on(
    foundations: Foundations,
    {
      controllers = [],
      pages = {},
    }: { readonly controllers?: MoreControllers; readonly pages?: { readonly development?: boolean } } = {},
  ): DynamicModule {
    return {
      module: ServiceModule,
      imports: [CqrsModule.forRoot()],
      controllers: [...routes, ...controllers, ...(pages.development ? ofDevelopment : [])],
      providers: [
        ...valuesOf(foundations),
        { provide: APP_GUARD, useClass: SignInGuard },
        { provide: APP_FILTER, useClass: ProblemFilter },
        ...made,
      ],
    };
  }
}
