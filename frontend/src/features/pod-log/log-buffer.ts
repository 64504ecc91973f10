/** Lines of a stream, cut where lines end; the oldest are dropped past the limit. */
export class LogBuffer {
  lines: string[] = [];
  /** How many lines were dropped at the start. */
  dropped = 0;
  private rest = '';

  constructor(private readonly limit = 50_000) {}

  /** Takes a piece of the stream; its last line waits until it is whole. */
  push(piece: string): void {
    const parts = (this.rest + piece).split('\n');
    this.rest = parts.pop() ?? '';
    if (parts.length === 0) return;
    this.append(parts);
  }

  /** The stream has ended: what waited is a line too. */
  end(): void {
    if (this.rest) this.append([this.rest]);
    this.rest = '';
  }

  private append(parts: string[]): void {
    const all = this.lines.length + parts.length;
    const over = Math.max(0, all - this.limit);
    this.dropped += over;
    this.lines = [...this.lines, ...parts.map(plainLine)].slice(over);
  }
}

const escapes = new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]*[ -/]*[@-~]`, 'g');

/** A line without the codes that colour it in a terminal. */
export function plainLine(line: string): string {
  return line.replace(escapes, '').replace(/\r$/, '');
}

/** A line that begins with its RFC 3339 time, as its two parts. */
export function splitTime(line: string): { time: string; text: string } {
  const match = /^(\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)) ?/.exec(line);
  return match ? { time: match[1] ?? '', text: line.slice(match[0].length) } : { time: '', text: line };
}

/** The places at which a text occurs in a line, whatever its case. */
export function findAll(line: string, wanted: string): number[] {
  const places: number[] = [];
  if (!wanted) return places;
  const [hay, needle] = [line.toLowerCase(), wanted.toLowerCase()];
  for (let at = hay.indexOf(needle); at >= 0; at = hay.indexOf(needle, at + needle.length)) places.push(at);
  return places;
}
