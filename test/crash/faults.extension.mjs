/**
 * Puts a defect into a handler of every kind: each throws something that is no error of ours, when it is told to by
 * what the request says, else does what it always did. Loaded by the scripted server.
 */
const load = async (path, name) => (await import(`../../dist/${path}.js`))[name];

export async function extend({ app }) {
  const get = async (path, name) => app.get(await load(path, name), { strict: false });

  const bots = await get('bots/application/bots.service', 'BotsService');
  wrap(bots, 'list', (list, scope, filter, page) => {
    if (filter.q === 'throw') throw new TypeError('select secret_column from users');
    if (filter.q === 'reject') return Promise.reject(new TypeError('select secret_column from users'));
    if (filter.q === 'throw null') return Promise.reject(null);
    if (filter.q === 'reject later')
      setTimeout(() => void Promise.reject(new TypeError('rejected too late')), 100);
    if (filter.q === 'throw later') {
      setTimeout(() => {
        throw new TypeError('thrown too late');
      }, 100);
    }
    return list(scope, filter, page);
  });

  const conversations = await get('conversations/application/conversations.service', 'ConversationsService');
  wrap(conversations, 'get', (find, scope, id) => {
    if (id.startsWith('00000000')) throw new TypeError('select secret_column from conversations');
    return find(scope, id);
  });

  // What is said while a stream is under way, after its headers.
  const journals = await get('chat/application/ports/turn-journals.port', 'TurnJournals');
  wrap(journals, 'follow', (follow, turn, afterSeq, onNews) => {
    const reader = follow(turn, afterSeq, onNews);
    if (!turn.question.content.includes('broken stream')) return reader;
    let events = 0;
    wrap(reader, 'take', (take) => {
      const taken = take();
      events += taken.length;
      if (events > 2) throw new TypeError('the reader is broken');
      return taken;
    });
    return reader;
  });

  const pipeline = await get('documents/application/ingestion/ingestion.pipeline', 'IngestionPipeline');
  failTwice(pipeline, 'run', 'the worker is broken');
  const queue = await get('documents/application/ingestion-queue.service', 'IngestionQueue');
  failTwice(queue, 'add', 'the listener is broken');
  const leases = await get('conversations/application/ports/turn-leases.port', 'TurnLeases');
  failTwice(leases, 'claimIdle', 'the timer is broken');
}

/** Once by throwing, once by rejecting. */
function failTwice(object, method, message) {
  let calls = 0;
  wrap(object, method, (original, ...args) => {
    calls += 1;
    if (calls === 1) throw new TypeError(message);
    return calls === 2 ? Promise.reject(new TypeError(message)) : original(...args);
  });
}

function wrap(object, method, replacement) {
  const original = object[method].bind(object);
  object[method] = (...args) => replacement(original, ...args);
}
