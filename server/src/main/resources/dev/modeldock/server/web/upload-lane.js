// What an upload sends its chunks through, and how fast that goes.
import {Refusal} from '/assets/api.js';

const WINDOW_MILLIS = 6000;

/** A worker that does one thing after the other. */
export class Lane {
  /** @param moved is told how much of which chunk is on its way */
  constructor(what, url, moved) {
    Object.assign(this, {what, url, moved, worker: new Worker('/assets/upload-worker.js', {type: 'module'})});
  }

  /** Send or hash a piece, and hear how it went. */
  ask(wish) {
    return new Promise((resolve, reject) => {
      this.worker.onmessage = ({data}) => {
        if (data.kind === 'progress') {
          this.moved(data.number, Math.min(data.loaded, wish.size));
        } else if (data.kind === 'unreadable') {
          reject(new Refusal(0, 'UNREADABLE', `The file cannot be read any more: ${data.text} Drop it again to go on.`));
        } else {
          resolve(data);
        }
      };
      this.worker.onerror = event => reject(new Error(event.message || 'The page could not start its helper; load it anew.'));
      this.worker.postMessage({...wish, blob: this.what.slice(wish.from, wish.to), url: `${this.url}/${wish.number}`});
    });
  }

  end() {
    this.worker.terminate();
  }
}

/** Bytes a second over the last few of them. */
export class Pace {
  #samples = [];

  at(sent) {
    const now = Date.now();
    this.#samples.push({now, sent});
    while (this.#samples.length > 2 && now - this.#samples[0].now > WINDOW_MILLIS) {
      this.#samples.shift();
    }
  }

  speed() {
    const first = this.#samples[0];
    const last = this.#samples[this.#samples.length - 1];
    return first && last.now > first.now ? Math.max(0, (last.sent - first.sent) / (last.now - first.now) * 1000) : 0;
  }
}
