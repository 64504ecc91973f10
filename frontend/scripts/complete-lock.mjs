// npm leaves the native packages of other platforms out of the lock when the registry at hand does not carry them,
// and `npm ci` then refuses that lock everywhere. This names them with their version, for the platform they are made for.
import { readFileSync, writeFileSync } from 'node:fs';

const LOCK = 'package-lock.json';
const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openbsd', 'win32', 'openharmony', 'sunos', 'aix', 'netbsd'];
const PROCESSORS = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 's390x', 'riscv64', 'wasm32', 'loong64', 'mips64el'];

/** The platform that a package's name tells, or nothing where it tells none. */
function platform(name) {
  const words = name.split(/[/-]/);
  const os = SYSTEMS.filter((system) => words.includes(system));
  const cpu = PROCESSORS.filter((processor) => words.includes(processor));
  if (cpu.length === 0) return undefined;
  const libc = os.includes('linux') ? ['musl', 'gnu'].filter((kind) => words.includes(kind)) : [];
  return {
    cpu,
    ...(libc.length > 0 && { libc: libc.map((kind) => (kind === 'gnu' ? 'glibc' : kind)) }),
    ...(os.length > 0 && { os }),
  };
}

const lock = JSON.parse(readFileSync(LOCK, 'utf8'));
const added = [];
for (const entry of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const path = `node_modules/${name}`;
    const made = platform(name);
    if (lock.packages[path] || !made || !/^\d/.test(version)) continue;
    lock.packages[path] = { version, optional: true, ...(entry.dev && { dev: true }), ...made };
    added.push(name);
  }
}
const sorted = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1));
lock.packages = Object.fromEntries(sorted);
writeFileSync(LOCK, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`${added.length} packages of other platforms named in ${LOCK}\n`);
