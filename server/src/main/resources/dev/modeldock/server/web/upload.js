// One upload: a session of the dock, its chunks sent by three lanes at once, until all are there or somebody stops it.
import {Refusal, get, path, post, remove} from '/assets/api.js';
import {Lane, Pace} from '/assets/upload-lane.js';
import {saved} from '/assets/saved-uploads.js';

const LANES = 3;
const SMALLEST_CHUNK = 8 << 20;
const MOST_CHUNKS = 4000;
const WAITS = [1, 2, 4, 8, 15];
const ACTIVE = ['asking', 'sending', 'waiting', 'completing'];
const SESSIONS = '/api/public/files/session';

const passing = status => status === 0 || status === 408 || status === 429 || status >= 500;

export class Upload {
  /**
   * @param what to send: name, extension, size, print, label, and slice(from, to)
   * @param changed is called whenever something moved
   */
  constructor(what, changed) {
    Object.assign(this, {what, changed, state: 'asking', sentence: '', session: '', job: '', confirmed: 0, resumedFrom: 0});
    this.flying = new Map();
    this.pace = new Pace();
    this.lanes = [];
    this.tries = 0;
  }

  get sent() {
    let sum = this.confirmed;
    this.flying.forEach(loaded => {
      sum += loaded;
    });
    return Math.min(sum, this.what.size);
  }

  get percent() {
    return this.state === 'done' ? 100 : Math.min(99, Math.floor(this.sent / this.what.size * 100));
  }

  get speed() {
    return this.state === 'sending' ? this.pace.speed() : 0;
  }

  get left() {
    return this.speed > 0 ? (this.what.size - this.sent) / this.speed : undefined;
  }

  get active() {
    return ACTIVE.includes(this.state);
  }

  #become(state, sentence = '') {
    Object.assign(this, {state, sentence});
    this.changed();
  }

  #moved() {
    this.pace.at(this.sent);
    this.changed();
  }

  /** Begin, or go on where it was. */
  async run() {
    this.#become('asking');
    this.pace = new Pace();
    try {
      await this.#open();
      if (this.job === '') {
        await this.#sendAll();
        await this.#complete();
      }
      saved.forget(this.session);
      this.#become('done');
    } catch (failure) {
      this.#end();
      if (failure.name !== 'AbortError') {
        this.#become('failed', failure.message);
      }
    }
  }

  /** Ask until there is an answer; what the dock refuses is told. */
  async #patiently(work) {
    for (;;) {
      try {
        return await work();
      } catch (failure) {
        if (!(failure instanceof Refusal) || !passing(failure.status)) {
          throw failure;
        }
        await this.#wait(failure.message);
      }
    }
  }

  async #wait(sentence) {
    const seconds = WAITS[Math.min(this.tries++, WAITS.length - 1)];
    this.#become('waiting', `${sentence} Trying again in ${seconds} s.`);
    await new Promise(resolve => setTimeout(resolve, seconds * 1000));
    if (this.state === 'stopped') {
      throw new DOMException('stopped', 'AbortError');
    }
  }

  async #open() {
    const known = saved.of(this.what.print);
    if (known) {
      const status = await this.#patiently(() => this.#statusOf(known));
      if (status) {
        await this.#resume(known, status);
        return;
      }
    }
    const chunk = Math.max(SMALLEST_CHUNK, Math.ceil(this.what.size / MOST_CHUNKS / 1048576) * 1048576);
    this.chunk = chunk;
    this.total = Math.max(1, Math.ceil(this.what.size / chunk));
    const begun = await this.#patiently(() => post(`${SESSIONS}/start`, {
      fileContext: 'model', fileName: this.what.name, fileExtension: this.what.extension, fileSize: this.what.size, totalChunks: this.total}));
    this.session = begun.sessionId;
    this.missing = [...Array(this.total).keys()];
    this.entry = {session: this.session, name: this.what.name, label: this.what.label, size: this.what.size, chunk, total: this.total,
      print: this.what.print, at: new Date().toISOString(), expires: begun.expirationDate, first: ''};
    saved.keep(this.entry);
  }

  async #statusOf(known) {
    try {
      return await get(`${SESSIONS}/${path(known.session)}`);
    } catch (failure) {
      if (failure.status === 404 || failure.status === 410) {
        saved.forget(known.session);
        return undefined;
      }
      throw failure;
    }
  }

  async #resume(known, status) {
    Object.assign(this, {session: known.session, chunk: known.chunk, total: known.total, entry: known});
    if (status.dockStatusId) {
      this.job = status.dockStatusId.replace(/^ds-/, '');
      return;
    }
    if (known.first && status.receivedChunks.includes(0)) {
      const {digest} = await this.#newLane().ask({kind: 'hash', ...this.#piece(0)});
      if (digest !== known.first) {
        throw new Refusal(409, 'CHANGED', 'It begins with other bytes than what was sent before. Give up the unfinished upload and drop it again.');
      }
    }
    this.missing = status.missingChunks;
    this.confirmed = status.receivedChunks.reduce((sum, number) => sum + this.#piece(number).size, 0);
    this.resumedFrom = this.confirmed;
  }

  #piece(number) {
    const from = number * this.chunk;
    const size = Math.min(this.chunk, this.what.size - from);
    return {number, size, from, to: from + size};
  }

  #newLane() {
    const lane = new Lane(this.what, `${SESSIONS}/${path(this.session)}`, (number, loaded) => {
      this.flying.set(number, loaded);
      this.#moved();
    });
    this.lanes.push(lane);
    return lane;
  }

  async #sendAll() {
    this.#become('sending');
    this.#moved();
    const rest = [...this.missing];
    const driven = Array.from({length: Math.min(LANES, rest.length)}, () => this.#drive(this.#newLane(), rest));
    await Promise.all(driven);
    this.#end();
  }

  async #drive(lane, rest) {
    for (let number = rest.shift(); number !== undefined; number = rest.shift()) {
      await this.#sendOne(this.#piece(number), lane);
    }
  }

  async #sendOne(piece, lane) {
    for (;;) {
      const answer = await lane.ask({kind: 'send', ...piece});
      this.flying.delete(piece.number);
      if (this.state === 'stopped' || this.state === 'failed') {
        throw new DOMException('stopped', 'AbortError');
      }
      if (answer.status === 200) {
        this.#arrived(piece, answer.digest);
        return;
      }
      if (!passing(answer.status)) {
        throw new Refusal(answer.status, '', sentenceOf(answer));
      }
      await this.#wait(answer.status === 0 ? 'The dock does not answer.' : sentenceOf(answer));
    }
  }

  #arrived(piece, digest) {
    this.confirmed += piece.size;
    this.tries = 0;
    if (piece.number === 0) {
      this.entry = {...this.entry, first: digest};
      saved.keep(this.entry);
    }
    if (this.state === 'waiting') {
      this.#become('sending');
    }
    this.#moved();
  }

  async #complete() {
    this.#become('completing');
    const answer = await this.#patiently(() => post(`${SESSIONS}/${path(this.session)}/complete`));
    this.job = String(answer['dock-statusId']).replace(/^ds-/, '');
  }

  #end() {
    this.lanes.splice(0).forEach(lane => lane.end());
    this.flying.clear();
  }

  /** Stop for now; what has arrived stays at the dock. */
  stop() {
    this.#become('stopped');
    this.#end();
  }

  /** Stop for good, and let the dock throw away what has arrived. */
  async giveUp() {
    this.stop();
    if (this.session) {
      saved.forget(this.session);
      await remove(`${SESSIONS}/${path(this.session)}`);
    }
  }
}

function sentenceOf(answer) {
  try {
    const body = JSON.parse(answer.text);
    return body.message ?? body.error?.message ?? answer.text;
  } catch {
    return `The dock answered ${answer.status}.`;
  }
}
