import { spawn } from 'node:child_process';
import { type Cluster, facts } from './facts';

const within = 60_000;

/** Runs the real kubectl and returns what it printed. `input` is for `-f -`. */
export function kubectl(cluster: Pick<Cluster, 'kubeconfig'>, command: string, input = ''): Promise<string> {
  return runKubectl(facts().kubectl, cluster.kubeconfig, command.split(' '), input);
}

export function runKubectl(program: string, kubeconfig: string, args: string[], input: string): Promise<string> {
  return run(program, ['--kubeconfig', kubeconfig, ...args], input);
}

/** Runs a program to its end and returns what it printed. Rejects with its complaint when it fails. */
export function run(program: string, args: string[], input: string, env = process.env): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { timeout: within, env });
    let [said, complained] = ['', ''];
    child.stdout.on('data', (part) => {
      said += part;
    });
    child.stderr.on('data', (part) => {
      complained += part;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(said);
      else reject(new Error(`${program} ${args.join(' ')} (exit code ${code}): ${complained}`));
    });
    child.stdin.end(input);
  });
}
