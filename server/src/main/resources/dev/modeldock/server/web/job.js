// One job: how far it is, what came of it, what its command says.
import {html, nothing, render} from '/assets/libraries.js';
import {get, path, text} from '/assets/api.js';
import {age, bytes, duration, moment, speed, whole} from '/assets/format.js';
import {controls, isOver, kindOf, left, stateBadge, told} from '/assets/job-parts.js';
import {listen} from '/assets/live.js';
import {complain, copyButton, empty, facts, framed, progress, settled, waiting} from '/assets/parts.js';
import {link} from '/assets/place.js';

const LOG_MILLIS = 2000;
const LOG_BYTES = 1 << 20;

export function view(root, place, signal) {
  const id = place.parts[1];
  const state = {job: undefined, log: undefined, gone: undefined};
  const draw = framed(() => render(page(state, become), root));

  function become(job) {
    state.job = job;
    document.title = `${job.tag || 'Job'} · Modeldock`;
    draw();
  }

  async function load() {
    try {
      become(await get(`/v1/jobs/${path(id)}`, signal));
    } catch (failure) {
      state.gone = failure.status === 404 ? failure.message : undefined;
      complain(failure.status === 404 ? {name: 'AbortError'} : failure);
      draw();
    }
  }

  /** A command may say something without any event: the end of its log is asked for while somebody looks. */
  async function readLog() {
    if (signal.aborted) {
      return;
    }
    try {
      if (state.job?.action && !document.hidden) {
        const over = isOver(state.job);
        const said = await text(`/v1/jobs/${path(id)}/logs?tail=400`, LOG_BYTES, signal);
        const box = root.querySelector('.log');
        const atEnd = !box || box.scrollTop + box.clientHeight >= box.scrollHeight - 20;
        state.log = said.text;
        draw();
        if (atEnd) {
          requestAnimationFrame(() => requestAnimationFrame(() => root.querySelector('.log')?.scrollTo(0, 1e9)));
        }
        if (over) {
          return;
        }
      } else if (state.job && !state.job.action) {
        return;
      }
    } catch (failure) {
      complain(failure);
    }
    setTimeout(readLog, LOG_MILLIS);
  }

  const reload = settled(load, 200);
  listen((type, body) => {
    if (type === 'reset') {
      reload();
    } else if (type.startsWith('job.') && body.job === id && state.job) {
      const before = state.job.state;
      become(told(state.job, body));
      if (body.state !== before || type === 'job.ended' || type === 'job.result') {
        reload();
      }
    }
  }, signal);
  draw();
  load().then(readLog);
  return {update() {}};
}

function figures(pairs) {
  return html`<dl class="figures">${pairs.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function page({job, log, gone}, become) {
  if (gone) {
    return empty('It is not here', gone, html`<a class="button primary" href="#/jobs">All jobs</a>`);
  }
  if (!job) {
    return waiting(6);
  }
  return html`<div class="head"><h1>${job.tag || kindOf(job)}</h1>${stateBadge(job)}
      <div class="actions end">${controls(job, become)}</div></div>
    <section class="panel big-progress" aria-label="Progress">
      <p class="muted">${kindOf(job)}${job.phase && !isOver(job) ? ` · ${job.phase}` : ''}</p>
      ${progress(job.percent, 'Progress', {DONE: 'good', FAILED: 'bad', RUNNING: ''}[job.state] ?? 'idle')}
      ${figures([
        ['Done', `${job.percent} %`],
        ['Bytes', job.bytesTotal > job.bytesDone ? `${bytes(job.bytesDone)} of ${bytes(job.bytesTotal)}` : bytes(job.bytesDone)],
        ['Speed', speed(job.state === 'RUNNING' ? job.bytesPerSecond : 0)],
        ['Time left', left(job)],
        ['Took', took(job)],
        ['Attempts', job.attempts],
      ])}</section>
    ${job.error ? html`<section class="panel" aria-label="Why"><h2 class="refusal">${job.state === 'FAILED' ? 'It failed' : 'The last attempt failed'}</h2>
      <p>${job.error.message}</p><p class="muted"><code>${job.error.code}</code></p></section>` : nothing}
    ${outcome(job)}
    ${log === undefined ? nothing : html`<section class="panel"><h2>What its command says</h2>
      <pre class="log" tabindex="0" aria-label="The last lines of the log"><code>${log || 'Nothing so far.'}</code></pre></section>`}
    <section class="panel"><h2>Details</h2>${facts([
      ['Id', html`<code>${job.id}</code>${copyButton(job.id, 'Copy the id')}`], ['Kind', kindOf(job)], ['Phase', job.phase],
      ['Action', job.action ? `${job.action.name} on ${job.action.of}` : ''], ['For', job.user],
      ['Accepted', moment(job.createdAt)], ['Began', job.startedAt ? moment(job.startedAt) : ''],
      ['Ended', job.endedAt ? moment(job.endedAt) : ''], ['Changed', age(job.updatedAt)],
    ])}</section>`;
}

function took(job) {
  return job.startedAt ? duration((new Date(job.endedAt ?? Date.now()) - new Date(job.startedAt)) / 1000) : '–';
}

function outcome(job) {
  const models = job.result?.models ?? [];
  const notes = job.result?.notes ?? [];
  if (models.length === 0 && notes.length === 0) {
    return nothing;
  }
  return html`<section class="panel"><h2>What came of it</h2>
    ${models.length ? html`<ul class="made">${models.map(model => html`<li>${model.name ? html`<a href=${link(['models', ...model.name.split('/')])}><b>${model.name}</b></a>`
      : html`<code>${model.id ?? model.path ?? ''}</code>`} <span class="muted">${model.error ?? model.outcome ?? ''} ${model.commit ? model.commit.slice(0, 10) : ''}</span></li>`)}</ul>` : nothing}
    ${job.result.seconds !== undefined ? html`<p class="muted num">${bytes(job.result.bytesMoved)} moved, ${bytes(job.result.bytesSaved)} were here before,
      in ${whole(Math.round(job.result.seconds * 10) / 10)} s.</p>` : nothing}
    ${notes.map(note => html`<p>${note}</p>`)}</section>`;
}

