// The token lives in this variable alone: neither in the address nor in storage, so it is gone with the page.
let token = '';
let revision = 0;

const byId = (id) => document.getElementById(id);

/** Everything shown is text: ids, prompts and answers of models are not to be trusted. */
function element(name, text, ...children) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  made.append(...children);
  return made;
}

function row(...cells) {
  return element('tr', undefined, ...cells.map((cell) => (cell instanceof Node ? element('td', undefined, cell) : element('td', cell))));
}

function headers() {
  return token ? {Authorization: `Bearer ${token}`} : {};
}

async function call(method, path, body) {
  const response = await fetch(path, {
    method, headers: {...headers(), ...(body ? {'Content-Type': 'application/json'} : {})}, body: body ? JSON.stringify(body) : undefined});
  return {status: response.status, body: await response.json()};
}

function showStatus(status) {
  revision = status.revision;
  const notes = [`revision ${status.revision}`];
  notes.push(status.file ?? 'the file is in force');
  if (status.pending.length) notes.push('a restart is pending');
  if (status.held) notes.push('automatic reloads are held');
  byId('status').textContent = notes.join(' · ');
  const entries = [['Revision', status.revision], ['Content', status.content], ['File', status.file ?? 'as in force'],
    ['Automatic reloads', status.held ?? 'let in'], ['Waits for a restart', status.pending.join(', ') || 'nothing'], ['Last', status.last]];
  byId('state').replaceChildren(...entries.flatMap(([name, value]) => [element('dt', name), element('dd', String(value ?? ''))]));
  byId('resume').hidden = !status.held;
  byId('no-retired').hidden = status.retired.length > 0;
  byId('retired').replaceChildren(...status.retired.map((one) => row(one.revision, one.seconds, one.holders)));
}

function showPending({body}) {
  byId('pending-summary').textContent = body.blockedBy === 'unchanged' ? 'Nothing would change.'
    : body.wouldApply ? 'The file can be applied.' : `The file would be refused: ${body.summary ?? body.error}`;
  byId('pending-plan').textContent = body.blockedBy === 'unchanged' ? '' : body.explained ?? '';
  byId('pending-problems').replaceChildren(...(body.problems ?? []).map((problem) =>
    element('li', `${problem.severity}: ${problem.message} at ${problem.path}${problem.hint ? `; ${problem.hint}` : ''}`)));
  byId('reload').disabled = !body.wouldApply;
}

function showAgents({body}) {
  byId('agents').replaceChildren(...body.agents.map((agent) => row(
    agent.id + (agent.default ? ' (default)' : ''), agent.model, agent.fallbacks.join(', '), agent.unavailable || 'answers')));
  byId('models').textContent = body.models.join(', ') || 'none';
  byId('bindings').replaceChildren(...body.bindings.map((binding) => row(binding.path, binding.agent, binding.match)));
}

function rollbackButton(entry) {
  const button = element('button', `Go back to ${entry.revision}`);
  button.type = 'button';
  button.addEventListener('click', () => confirmRollback(entry, button));
  return button;
}

function change(entry) {
  const details = element('details', undefined, element('summary', entry.summary), element('pre', entry.plan ?? ''));
  return entry.plan ? details : element('span', entry.summary);
}

function showHistory({body}) {
  byId('history').replaceChildren(...body.history.reverse().map((entry) => {
    const time = element('time', new Date(entry.at).toLocaleString());
    time.dateTime = entry.at;
    const offered = entry.result === 'applied' && entry.revision !== revision;
    return row(time, entry.actor, entry.result, change(entry), offered ? rollbackButton(entry) : '');
  }));
}

async function refresh() {
  const status = await call('GET', '/status');
  if (status.status !== 200) throw new Error(status.body.error);
  showStatus(status.body);
  const [agents, history, pending] = await Promise.all([call('GET', '/agents'), call('GET', '/history'), call('GET', '/pending')]);
  if (agents.status !== 200) throw new Error(agents.body.error);
  showAgents(agents);
  showHistory(history);
  showPending(pending);
}

function lost(error) {
  byId('status').textContent = `Disconnected since ${new Date().toLocaleTimeString()}: ${error.message}. What is shown may be old.`;
}

async function act(path, body) {
  const {status, body: answer} = await call('POST', path, body);
  byId('outcome').textContent = answer.summary ?? answer.error ?? (answer.resumed ? 'Automatic reloads are let in again.' : `Status ${status}`);
  await refresh();
}

function confirmRollback(entry, button) {
  const dialog = byId('confirm');
  byId('confirm-text').textContent = `Go back to revision ${entry.revision} of ${entry.at}? The file is not changed, and automatic reloads are held.`;
  byId('confirm-plan').textContent = entry.plan ?? '';
  dialog.returnValue = 'no';
  dialog.addEventListener('close', () => {
    button.focus();
    if (dialog.returnValue === 'yes') act('/rollback', {revision: entry.revision}).catch(lost);
  }, {once: true});
  dialog.showModal();
}

/** Reads events with fetch, since an EventSource cannot send the token in a header. */
async function follow() {
  for (;;) {
    try {
      const response = await fetch('/events', {headers: {...headers(), Accept: 'text/event-stream'}});
      if (!response.ok) throw new Error(`status ${response.status}`);
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        if (part.value.includes('event: decided')) await refresh();
      }
      throw new Error('the connection ended');
    } catch (error) {
      lost(error);
    }
    await new Promise((resolve) => { setTimeout(resolve, 2000); });
  }
}

byId('login').addEventListener('submit', async (event) => {
  event.preventDefault();
  token = byId('token').value;
  try {
    await refresh();
    byId('token').value = '';
    byId('login').hidden = true;
    byId('views').hidden = false;
    byId('main').focus();
    follow();
  } catch (error) {
    byId('login-error').textContent = error.message;
  }
});
byId('reload').addEventListener('click', () => act('/reload').catch(lost));
byId('resume').addEventListener('click', () => act('/resume').catch(lost));
byId('check').addEventListener('click', () => refresh().catch(lost));
byId('route').addEventListener('submit', async (event) => {
  event.preventDefault();
  const {body} = await call('GET', `/route?${new URLSearchParams(new FormData(event.target))}`);
  byId('route-answer').textContent = body.error ?? `${body.agent}, by ${body.matchedBy}${body.binding ? ` at ${body.binding}` : ''}`
    + `${body.missingAgent ? `, in place of the missing ${body.missingAgent}` : ''}`;
});
