/**
 * Whether somebody is at the other end of a line that looks open. After a time of silence it asks, and where no answer
 * comes either it says so: a computer that slept, or a network that changed, leaves lines that nobody told of their end.
 */
export class Pulse {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running = false;

  constructor(
    private readonly times: [number, number],
    private readonly ask: () => void,
    private readonly silent: () => void,
  ) {}

  start() {
    this.running = true;
    this.heard();
  }

  stop() {
    this.running = false;
    clearTimeout(this.timer);
  }

  heard() {
    if (!this.running) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(this.check, this.times[0]);
  }

  /** Asks now: after a sleep nobody knows how long the silence was. */
  check = () => {
    if (!this.running || document.hidden) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(this.silent, this.times[1]);
    this.ask();
  };
}
