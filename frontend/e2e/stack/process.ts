import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const frontend = dirname(dirname(here));
const root = dirname(frontend);
const python = process.env.ARGUS_PYTHON ?? join(root, 'backend', '.venv', 'bin', 'python');

/** Clusters start within seconds; the first run on a machine builds their binaries, which takes minutes. */
const startWithin = 20 * 60_000;
const stopWithin = 60_000;

/** What stack.py says when everything answers. */
export type Started = {
  dashboard: string;
  api: string;
  control: string;
  kubectl: string;
  argusHome: string;
  python: string;
  admin: { email: string; password: string };
  kubeconfigs: { steady: string; frail: string };
};

/** Starts the stack in a session of its own: Ctrl-C reaches it only as the end of its input, after the tests. */
export async function startStack(): Promise<{ started: Started; stop: () => Promise<void> }> {
  const logs = join(frontend, 'test-results', 'stack');
  mkdirSync(logs, { recursive: true });
  const path = [join(root, 'backend'), join(root, 'deploy')].join(delimiter);
  const child = spawn(python, [join(here, 'stack.py'), logs], {
    env: { ...process.env, PYTHONPATH: path, PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
    child.once('error', () => resolve(null));
  });
  const stop = () => stopStack(child, ended);
  try {
    return { started: await firstWord(child, ended), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function firstWord(child: ChildProcess, ended: Promise<number | null>): Promise<Started> {
  if (!child.stdout) throw new Error('the stack has no output');
  const lines = createInterface({ input: child.stdout });
  const line = await within(
    startWithin,
    Promise.race([
      new Promise<string>((resolve) => lines.once('line', resolve)),
      ended.then((code) => Promise.reject(new Error(`the stack did not start (${python}, exit code ${code})`))),
    ]),
  );
  return JSON.parse(line) as Started;
}

async function stopStack(child: ChildProcess, ended: Promise<number | null>) {
  child.stdin?.end();
  await within(stopWithin, ended).catch(() => child.kill('SIGKILL'));
}

function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing after ${milliseconds / 1000} s`)), milliseconds);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
