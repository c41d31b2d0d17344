/** Who may import whom. A breach fails the lint. */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'service-imports-no-service',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'lib-imports-no-service',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^services/' },
    },
    {
      name: 'lib-only-by-its-entry',
      comment: 'A lib is imported by its name, never by a path into it.',
      severity: 'error',
      from: { path: '^(services|libs)/([^/]+)/' },
      to: { path: '^libs/', pathNot: ['^libs/$2/', '^libs/[^/]+/src/index\\.ts$'] },
    },
    {
      name: 'testing-only-in-tests',
      severity: 'error',
      from: { pathNot: ['\\.spec\\.ts$', '^libs/testing/', '\\.test-kit\\.ts$'] },
      to: { path: '^libs/testing/' },
    },
    {
      name: 'domain-is-pure',
      comment: 'domain/ imports only domain/, contracts and opening-hours.',
      severity: 'error',
      from: { path: '^services/[^/]+/src/domain/', pathNot: '\\.spec\\.ts$' },
      to: {
        pathNot: ['^services/[^/]+/src/domain/', '^libs/(contracts|opening-hours)/'],
        dependencyTypesNot: ['core'],
      },
    },
    {
      name: 'pure-libs-stand-alone',
      severity: 'error',
      from: { path: '^libs/(opening-hours|oslonokkelen|devices)/', pathNot: '\\.spec\\.ts$' },
      to: { path: ['^libs/(?!opening-hours|oslonokkelen|devices)', '@nestjs/'] },
    },
    {
      name: 'edges-use-no-store',
      severity: 'error',
      from: { path: '\\.(controller|listener|consumer|responder)\\.ts$' },
      to: { path: '\\.store\\.ts$' },
    },
    {
      name: 'no-barrels',
      comment: 'Only a lib has an entry file.',
      severity: 'error',
      from: { path: '^services/' },
      to: { path: '^services/.*/index\\.ts$' },
    },
    {
      name: 'no-god-libs',
      severity: 'error',
      from: {},
      to: { path: '^libs/(common|shared|utils|core)/' },
    },
    {
      name: 'simulator-has-no-database',
      severity: 'error',
      from: { path: '^services/simulator/' },
      to: { path: '^libs/(database|messaging)/' },
    },
    {
      name: 'known-modules-only',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|web|generated)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
