export const byId = (id) => document.getElementById(id);

/** Everything shown is text: ids, prompts and answers of models are not to be trusted. */
export function element(name, text, ...children) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  made.append(...children);
  return made;
}

export function button(text, action) {
  const made = element('button', text);
  made.type = 'button';
  made.addEventListener('click', () => action(made));
  return made;
}

function row(first, ...cells) {
  const head = element('th', undefined, first);
  head.scope = 'row';
  return element('tr', undefined, head, ...cells.map((cell) => element('td', undefined, ...(cell === '' ? [] : [cell]))));
}

/** Sets a text only if it is another one, since a screen reader says it again otherwise. */
export function say(id, text) {
  if (byId(id).textContent !== text) byId(id).textContent = text;
}

/** What stays as it is keeps its element, and with it focus, selection and details that are open. */
export function fill(parent, items, make) {
  const before = new Map([...parent.children].map((child) => [child.shows, child]));
  const wanted = items.map((item) => {
    const shows = JSON.stringify(item);
    const child = before.get(shows) ?? make(item);
    before.delete(shows);
    child.shows = shows;
    return child;
  });
  [...parent.children].filter((child) => !wanted.includes(child)).forEach((child) => child.remove());
  wanted.forEach((child, index) => {
    if (parent.children[index] !== child) parent.insertBefore(child, parent.children[index] ?? null);
  });
}

/** Each cell has the name of its column, which narrow screens show beside it. */
function table(id, items, make) {
  const columns = [...byId(`${id}-table`).querySelectorAll('thead th')].map((head) => head.textContent);
  byId(`${id}-table`).hidden = items.length === 0;
  fill(byId(id), items, (item) => {
    const made = make(item);
    [...made.children].forEach((cell, index) => { cell.dataset.column = columns[index]; });
    return made;
  });
}

const count = (number, noun) => `${number} ${noun}${number === 1 ? '' : 's'}`;
const VERDICTS = {hot: 'while running', restart: 'needs a restart', none: 'takes effect when read'};

function value(node) {
  return node === undefined || node === null ? '' : JSON.stringify(node);
}

function difference(change) {
  if (change.order) return `order: ${change.order.join(', ')}`;
  const [from, to] = [value(change.old), value(change.new)];
  if (change.kind === 'replaced' && from === to) return 'another secret';
  const parts = [];
  if (from) parts.push(element('del', from));
  if (from && to) parts.push(' → ');
  if (to) parts.push(element('ins', to));
  return element('span', undefined, ...parts);
}

/** Shows the changes of a plan, each with its verdict. */
export function showChanges(id, plan) {
  table(id, plan?.changes ?? [], (change) => row(change.path, difference(change), VERDICTS[change.verdict] ?? change.verdict,
    [change.actions.join(', '), change.reason].filter(Boolean).join('; ')));
}

function place(problem) {
  return problem.line ? `${problem.source}:${problem.line}:${problem.column}` : problem.source;
}

/** Shows what a dry run says; a place in a text that is typed here can be jumped to. */
export function showDryRun(id, body, what, jump) {
  const problems = body.problems ?? [];
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  const changes = count(body.plan?.changes.length ?? 0, 'change');
  const verdict = body.blockedBy === 'unchanged' ? `${what} says what is in force.`
    : body.wouldApply ? `${what} can be applied: ${changes}${body.plan?.requiresRestart ? ', some with a restart' : ''}.`
      : errors ? `${what} would be refused: ${count(errors, 'problem')}.` : `${what} would be refused: ${body.summary ?? body.error}`;
  say(`${id}-verdict`, verdict);
  byId(`${id}-problems`).hidden = problems.length === 0;
  fill(byId(`${id}-problems`), problems, (problem) => {
    const where = jump && problem.line ? button(place(problem), () => jump(problem.line, problem.column)) : place(problem);
    const severity = element('strong', problem.severity);
    severity.className = problem.severity;
    return element('li', undefined, severity, `: ${problem.message} at ${problem.path} (`, where, ')');
  });
  showChanges(`${id}-changes`, body.blockedBy === 'unchanged' ? undefined : body.plan);
}

export function clearDryRun(id) {
  say(`${id}-verdict`, '');
  byId(`${id}-problems`).hidden = true;
  showChanges(`${id}-changes`, undefined);
}

export function showStatus(status) {
  const notes = [`Revision ${status.revision}`, status.file ?? 'the file is in force'];
  if (status.pending.length) notes.push('a restart is pending');
  if (status.held) notes.push('automatic reloads are held');
  say('status', notes.join(' · '));
  byId('status').className = notes.length > 2 || status.file ? 'attention' : '';
  const entries = [['Content', status.content], ['Waits for a restart', status.pending.join(', ') || 'nothing'],
    ['Automatic reloads', status.held ?? 'are let in'], ['Last decision', status.last]];
  if (status.provisional) entries.push(['To be confirmed', status.provisional]);
  if (status.lastKnownGood) entries.push(['Last good copy', status.lastKnownGood]);
  fill(byId('state'), entries.filter(([, text]) => text), ([name, text]) => element('div', undefined, element('dt', name), element('dd', text)));
  byId('no-retired').hidden = status.retired.length > 0;
  table('retired', status.retired, (one) => row(String(one.revision), since(one), holders(one)));
}

function since({seconds}) {
  return new Date(Date.now() - seconds * 1000).toLocaleTimeString();
}

function holders({resources}) {
  return element('ul', undefined, ...resources.map((resource) => element('li',
    [`${resource.name}: ${count(resource.leases, 'user')}`, ...resource.holders].join('; '))));
}

/** Returns one condition of a binding after the other, such as "peer direct 4711". */
function condition([name, wanted]) {
  if (Array.isArray(wanted)) return `${name} ${wanted.join(' or ')}`;
  return wanted !== null && typeof wanted === 'object' ? `${name} ${Object.values(wanted).join(' ')}` : `${name} ${wanted}`;
}

export function showAgents(body) {
  table('agents', body.agents, (agent) => row(agent.id + (agent.default ? ' (default)' : ''), agent.model,
    agent.fallbacks.join(', '), agent.unavailable || 'available'));
  fill(byId('models'), body.models, (model) => element('li', model));
  byId('no-bindings').hidden = body.bindings.length > 0;
  table('bindings', body.bindings, (binding) => row(binding.path, binding.agent,
    binding.match ? Object.entries(binding.match).map(condition).join(', ') : binding.tier));
}

function decision(entry) {
  return entry.plan ? element('details', undefined, element('summary', entry.summary), element('pre', entry.plan))
    : element('span', entry.summary);
}

/** Shows the decisions, newest first; those that can be gone back to have a button, and those before this start have none. */
export function showHistory({history, earlier}, revision, goBack) {
  const own = history.map((entry) => ({...entry, offered: entry.result === 'applied' && entry.revision !== revision}));
  const before = earlier.map((entry) => ({...entry, plan: entry.paths?.join('\n'), summary: `before this start: ${entry.summary}`}));
  const newestFirst = [...before, ...own].reverse();
  table('history', newestFirst, (entry) => {
    const time = element('time', new Date(entry.at).toLocaleString());
    time.dateTime = entry.at;
    const offer = entry.offered ? button(`Go back to ${entry.revision}`, (clicked) => goBack(entry, clicked)) : '';
    return row(time, entry.actor, entry.result, decision(entry), offer);
  });
}

export function showRoute(body) {
  say('route-answer', body.error ?? `${body.agent}, by ${body.matchedBy}${body.binding ? ` at ${body.binding}` : ''}`
    + `${body.missingAgent ? `, in place of the missing ${body.missingAgent}` : ''}`);
}

export function showComparison(body) {
  say('compare-verdict', body.error ?? count(body.plan.changes.length, 'change'));
  showChanges('compare-changes', body.plan);
}
