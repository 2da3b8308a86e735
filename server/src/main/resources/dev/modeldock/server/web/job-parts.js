// What the list of jobs and one job share.
import {html, nothing} from '/assets/libraries.js';
import {path, post} from '/assets/api.js';
import {bytes, duration, source, speed, title} from '/assets/format.js';
import {badge, progress, trying} from '/assets/parts.js';

const KINDS = {RUNNING: 'run', DONE: 'good', FAILED: 'bad', PAUSED: 'warn'};
const BARS = {DONE: 'good', FAILED: 'bad', CANCELED: 'idle', PAUSED: 'idle', PENDING: 'idle'};
const WORDS = {pause: 'Pause', resume: 'Resume', cancel: 'Cancel', retry: 'Try again'};

export const stateBadge = job => badge(job.state.toLowerCase(), KINDS[job.state] ?? '');

export const kindOf = job => job.kind === 'IMPORT' ? `Import · ${source(job.source)}` : title(job.kind);

export const isOver = job => ['DONE', 'FAILED', 'CANCELED'].includes(job.state);

/** How far it is, in one line with what that means below. */
export function howFar(job) {
  const known = job.bytesTotal > 0;
  return html`<div class="job-line">${progress(job.percent, `Progress of ${job.tag}`, BARS[job.state] ?? '')}
    <span class="under num"><span>${known && job.bytesDone < job.bytesTotal ? `${bytes(job.bytesDone)} of ${bytes(job.bytesTotal)}` : job.bytesDone > 0 ? bytes(job.bytesDone) : isOver(job) ? '' : job.phase}</span>
      <span>${job.state === 'RUNNING' ? `${speed(job.bytesPerSecond)}${left(job) === '–' ? '' : ` · ${left(job)}`}` : `${job.percent} %`}</span></span></div>`;
}

export function left(job) {
  return job.state === 'RUNNING' && job.bytesPerSecond > 0 && job.bytesTotal > job.bytesDone
    ? duration((job.bytesTotal - job.bytesDone) / job.bytesPerSecond) : '–';
}

/** Buttons for what it can be told; {@code done} is given the job as it is then. */
export function controls(job, done, names = []) {
  const tell = word => trying(async () => done(await post(`/v1/jobs/${path(job.id)}/${word}`)));
  return html`${(job.can ?? []).filter(word => names.length === 0 || names.includes(word)).map(word => html`<button type="button"
    class=${word === 'cancel' ? 'quiet' : ''} aria-label=${`${WORDS[word]} ${job.tag}`} @click=${tell(word)}>${WORDS[word]}</button>`)}${nothing}`;
}

/** Put what an event tells into a job that is shown. */
export function told(job, event) {
  const {job: id, ...rest} = event;
  const next = {...job, ...rest};
  if (!rest.error) {
    delete next.error;
  }
  if (rest.result === undefined || rest.result === null) {
    next.result = job.result;
  }
  return next;
}
