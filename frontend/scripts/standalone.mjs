// Makes the standalone build complete: Next leaves static files and public/ out of it.
import { cpSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const dist = process.env.ARGUS_NEXT_DIR ?? '.next';
const app = join(dist, 'standalone', 'frontend');

cpSync(join(dist, 'static'), join(app, dist, 'static'), { recursive: true });
if (existsSync('public')) cpSync('public', join(app, 'public'), { recursive: true });
// The tracing root is the repository, so the server stands one folder down; this keeps its address simple.
writeFileSync(join(dist, 'standalone', 'server.js'), "import('./frontend/server.js');\n");
