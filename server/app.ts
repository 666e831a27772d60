import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import compress from '@fastify/compress';
import fastifyStatic from '@fastify/static';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyInstance } from 'fastify';
import { Access } from './access/access.ts';
import type { AccessOptions } from './access/access-options.ts';
import type { PolicyOf } from './analyses/releases.ts';
import { AnalysisService } from './analyses/service.ts';
import { Workspace } from './analyses/workspace.ts';
import type { Basemap } from './basemap/basemap.ts';
import type { Database } from './db/database.ts';
import { ImportDesk, type ImportDeskOptions } from './imports/import-desk.ts';
import { Provenance } from './imports/provenance.ts';
import { registerAccess } from './plugins/access.ts';
import { registerProblemBodies } from './plugins/problem-bodies.ts';
import { registerPromptStop } from './plugins/prompt-stop.ts';
import { registerSecurityHeaders } from './plugins/security-headers.ts';
import { registerStrictRequests } from './plugins/strict-requests.ts';
import { registerUnderWay } from './plugins/under-way.ts';
import { projectRoot } from './project-root.ts';
import { accountRoutes } from './routes/account.ts';
import { accountsRoutes } from './routes/accounts.ts';
import { areaExportRoutes } from './routes/area-exports.ts';
import { areaPageRoutes } from './routes/area-pages.ts';
import { auditRoutes } from './routes/audit.ts';
import { basemapRoutes } from './routes/basemap.ts';
import { comparisonRoutes } from './routes/comparisons.ts';
import { compositeRoutes } from './routes/composites.ts';
import { dataExportRoutes } from './routes/data-exports.ts';
import { dataQualityRoutes } from './routes/data-quality.ts';
import { documentRoutes } from './routes/documents.ts';
import { exportRoutes } from './routes/exports.ts';
import { figureRoutes } from './routes/figures.ts';
import { frozenResultRoutes } from './routes/frozen-results.ts';
import { healthRoutes } from './routes/health.ts';
import { importRoutes } from './routes/imports.ts';
import { pictureExportRoutes } from './routes/picture-exports.ts';
import { progressRoutes } from './routes/progress.ts';
import { provenanceRoutes } from './routes/provenance.ts';
import { serviceRoutes } from './routes/services.ts';
import { signInRoutes } from './routes/sign-in.ts';
import { studyAreaRoutes } from './routes/study-areas.ts';
import { wardRiskRoutes } from './routes/ward-risk.ts';
import { workspaceRoutes } from './routes/workspace.ts';
import { warmUp } from './warm-up.ts';

export interface AppDependencies {
  readonly database: Database;
  readonly logLevel?: string;
  /** Who may come in, and how. */
  readonly access?: AccessOptions;
  /** What may be shown of each sensitivity class; default DEFAULT_POLICIES. */
  readonly policyOf?: PolicyOf;
  /** Where log lines go; default standard output. */
  readonly logStream?: { write(line: string): void };
  /** Uploads: how large, and where they lie while they are worked on. */
  readonly imports?: ImportDeskOptions;
  /** A map below the figures; default none: the product draws its own. Closed with the service. */
  readonly basemap?: Basemap | null;
  /** Folder of the built web app; default dist/web in the project. */
  readonly webDirectory?: string;
  /** Once it listens, the service works out what first visitors would wait for. Default no. */
  readonly warm?: boolean;
}

/** Bytes of the longest address: filters of a whole catalogue fit ten times over. */
const MAXIMUM_HEADER_BYTES = 16_384;

/** Longest that a request may take to arrive: half a gigabyte over a slow line. Its headers have a minute, Node's own limit. */
const REQUEST_TIMEOUT_MS = 15 * 60_000;

/**
 * The service with every plugin and route in the order they apply. Does not listen.
 *
 * @throws DemonstrationBesideRealDataError
 */
export async function buildApp({
  database,
  logLevel = 'silent',
  access: accessOptions = {},
  policyOf,
  logStream,
  imports: importOptions = {},
  basemap = null,
  webDirectory = join(projectRoot, 'dist', 'web'),
  warm = false,
}: AppDependencies): Promise<FastifyInstance> {
  const version = productVersion();
  const app = Fastify({
    logger: {
      level: logLevel,
      // The address as declared: one as asked names wards, tiles of the map and people.
      serializers: { req: ({ method, routeOptions }) => ({ method, route: routeOptions?.url ?? 'none' }) },
      ...(logStream ? { stream: logStream } : {}),
    },
    bodyLimit: 64 * 1024,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: { maxHeaderSize: MAXIMUM_HEADER_BYTES },
    trustProxy: accessOptions.trustProxy ?? false,
    routerOptions: { ignoreTrailingSlash: true },
  }).withTypeProvider<TypeBoxTypeProvider>();

  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  // Response schemas describe; large column results are written several times faster by JSON.stringify than field by field.
  app.setSerializerCompiler(() => JSON.stringify);
  // Bodies are JSON and nothing else: a form of another site cannot send that without asking first.
  app.removeContentTypeParser('text/plain');
  const access = await Access.open(database, accessOptions);
  app.decorate('access', access);
  registerProblemBodies(app);
  registerPromptStop(app);
  registerStrictRequests(app);
  registerUnderWay(app);
  await registerSecurityHeaders(app, { secure: accessOptions.publicUrl?.startsWith('https:') ?? false });
  registerAccess(app, {
    access,
    options: accessOptions,
    pluginRoutes: {
      // The description of the API holds no data; the page is what people sign in on.
      '/api/docs': 'public',
      '/api/docs/': 'public',
      '/api/docs/json': 'public',
      '/api/docs/yaml': 'public',
      '/api/docs/static/*': 'public',
      '/api/docs/static/index.html': 'public',
      '/api/docs/static/swagger-initializer.js': 'public',
      '/api/docs/*': 'public',
      '/': 'public',
      '/*': 'public',
    },
  });
  await app.register(compress, { threshold: 1024 });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Wardlight',
        version,
        description:
          'Where harm concentrates: hot spots and ward layers with their uncertainty. Describes places and the past.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
    },
  });
  await app.register(swaggerUi, { routePrefix: '/api/docs' });

  const service = AnalysisService.open(database, version, access.now, policyOf);
  await app.register(signInRoutes(access, accessOptions));
  await app.register(accountRoutes(access, accessOptions));
  await app.register(accountsRoutes(access));
  await app.register(auditRoutes(access));
  await app.register(healthRoutes(service));
  await app.register(figureRoutes(service));
  await app.register(progressRoutes);
  await app.register(serviceRoutes(service));
  await app.register(dataQualityRoutes(service));
  await app.register(comparisonRoutes(service));
  await app.register(exportRoutes(service));
  await app.register(areaExportRoutes(service));
  await app.register(dataExportRoutes(service, new Provenance(database)));
  await app.register(pictureExportRoutes(access));
  await app.register(workspaceRoutes(new Workspace(database)));
  await app.register(studyAreaRoutes(service));
  await app.register(wardRiskRoutes(service));
  await app.register(compositeRoutes(service));
  await app.register(frozenResultRoutes(service));
  await app.register(areaPageRoutes(service));
  await app.register(importRoutes(new ImportDesk(database, importOptions)));
  await app.register(provenanceRoutes(new Provenance(database)));
  await app.register(documentRoutes);
  await app.register(basemapRoutes(basemap));
  app.addHook('onClose', async () => basemap?.close());
  if (warm) warmOnceListening(app, service);

  if (existsSync(webDirectory)) {
    await app.register(fastifyStatic, {
      root: webDirectory,
      // As the build left them beside the files; others are compressed with each answer.
      preCompressed: true,
      // Built files carry a hash in their name; the page itself must be asked for again.
      setHeaders: (reply, path) => {
        reply.header(
          'cache-control',
          /[\\/]assets[\\/]/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
        );
      },
    });
  }
  return app;
}

function warmOnceListening(app: FastifyInstance, service: AnalysisService): void {
  const stop = new AbortController();
  let warming: Promise<void> | undefined;
  app.addHook('onListen', async () => {
    // Not waited for: the service answers meanwhile.
    warming = warmUp(service, app.access, stop.signal);
  });
  app.addHook('onClose', async () => {
    stop.abort(new Error('The service stops.'));
    await warming;
  });
}

function productVersion(): string {
  return (JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as { version: string }).version;
}
