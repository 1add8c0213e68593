/** Imports go one way: apps → demonstration → workflows → libs/workflow; apps → the other libs. Each rule says why. */
const source = '^(apps|demonstration|libs|workflows|scripts)/';
const specs = '\\.spec\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'What imports in a circle can only be understood, tested and changed as one.',
      severity: 'error',
      from: { path: source },
      to: { circular: true },
    },
    {
      name: 'casework-knows-no-framework',
      comment:
        'What decides and records is read, tested and benchmarked without HTTP and without the application that serves it.',
      severity: 'error',
      from: { path: '^apps/service/(casework|ledger)/', pathNot: specs },
      to: { path: 'node_modules/(@nestjs|fastify)/' },
    },
    {
      name: 'answers-know-no-routes',
      comment: 'The API and pages both call an answer; it knows neither.',
      severity: 'error',
      from: { path: '^apps/service/.*answer\\.ts$' },
      to: { path: '(^|[/.])(api|page)\\.ts$' },
    },
    {
      name: 'routes-ask-answers',
      comment:
        'What is shown is worked out where a page can reach it: a route of a subject reads neither views nor log.',
      severity: 'error',
      from: { path: '^apps/service/(arrangements|cases|diagrams|groups|queues|uptake|workflows)/api\\.ts$' },
      to: { path: '^(libs/(views|event-log)/|apps/service/ledger/)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'libs-know-no-apps',
      comment: 'A library that knew its users could not serve another one.',
      severity: 'error',
      from: { path: '^libs/', pathNot: specs },
      to: { path: '^(apps|demonstration|workflows|scripts|test)/' },
    },
    {
      name: 'the-story-does-not-know-who-tells-it',
      comment:
        'The invented register, its people and their story are told by the service, by scripts and by tests alike: each gives the story a hand, and the story asks for nothing else of it.',
      severity: 'error',
      from: { path: '^demonstration/', pathNot: specs },
      to: { path: '^(apps|scripts|test)/' },
    },
    {
      name: 'workflows-know-only-the-words',
      comment:
        'A workflow is data: it needs the words it is written in and those in which people are asked, and nothing of the service that runs it.',
      severity: 'error',
      from: { path: '^workflows/', pathNot: specs },
      to: { path: '^(apps|demonstration|libs|scripts|test)/', pathNot: '^libs/(workflow|forms)/' },
    },
    {
      name: 'stages-know-no-level',
      comment:
        'A level puts stages together, and one list has them all. A stage that knew either could not be put into another level.',
      severity: 'error',
      from: { path: '^workflows/(application|stages)/', pathNot: specs },
      to: { path: ['^workflows/(stages|index|consequences)\\.ts$', '^workflows/[a-z]+-(commissioning|involvement)'] },
    },
    {
      name: 'words-know-no-stage',
      comment: 'The words of all levels are open: each stage declares its own into them.',
      severity: 'error',
      from: { path: '^workflows/application/', pathNot: specs },
      to: { path: '^workflows/stages/' },
    },
    {
      name: 'libs-stand-alone',
      comment:
        'A library uses no other but the words of workflows and the type of events, so each can be read and replaced alone.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/', pathNot: specs },
      to: { path: '^libs/', pathNot: ['^libs/$1/', '^libs/workflow/', '^libs/event-log/index\\.ts$'] },
    },
    {
      name: 'pure-rooms-stay-pure',
      comment:
        'Workflows and their words get time and identity as arguments; a clock, randomness or IO would make replay a lie.',
      severity: 'error',
      from: { path: '^(workflows|libs/(workflow|forms))/', pathNot: specs },
      to: {
        dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'],
        pathNot: ['node_modules/(xstate|class-validator|class-transformer|reflect-metadata)/'],
      },
    },
    {
      name: 'fields-are-declared-in-one-place',
      comment:
        'What class-validator alone checks has no label, no words and no schema. libs/forms has a decorator for every kind of field, or gets one; the variables of the environment are no form.',
      severity: 'error',
      from: {
        path: '^(apps|demonstration|workflows|libs)/',
        pathNot: [specs, '^libs/(workflow|forms)/', '^apps/service/config\\.ts$'],
      },
      to: { path: 'node_modules/class-validator/' },
    },
    {
      name: 'no-nest-in-libs',
      comment: 'The framework is a choice of the service; the auditor’s command line and the tests do without it.',
      severity: 'error',
      from: { path: '^(demonstration|libs|workflows)/' },
      to: { path: 'node_modules/@nestjs/' },
    },
    {
      name: 'apps-stand-alone',
      comment:
        'Apps meet over HTTP and the log. The one exception is the development identity’s client, for scripts and tests.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: specs },
      to: { path: '^apps/', pathNot: ['^apps/$1/', '^apps/identity/client\\.ts$'] },
    },
    {
      name: 'tests-are-not-imported',
      comment: 'What is shipped must not lean on what is only there to test it.',
      severity: 'error',
      from: { path: source, pathNot: specs },
      to: { path: ['^test/', specs] },
    },
    {
      name: 'what-is-imported-is-declared',
      comment: 'A package that is there only because another brought it can vanish with the next install.',
      severity: 'error',
      from: { path: source },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown'] },
    },
    {
      name: 'no-development-package-at-run-time',
      comment: 'Production installs leave development packages out.',
      severity: 'error',
      from: { path: '^(apps|demonstration|libs|workflows)/', pathNot: [specs, '^libs/event-log/contract'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Scripts of pages run in browsers, beside what the build puts there.
    exclude: { path: '^(dist|apps/service/pages/scripts)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      extensions: ['.ts', '.js', '.json'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
