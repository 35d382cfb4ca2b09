package gmaillabels.sandbox;

import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** Which answer comes next at which endpoint: the queued ones first, then the lasting one. */
final class Script {

  private final Map<Endpoint, Queue<Answer>> next = new EnumMap<>(Endpoint.class);
  private final Map<Endpoint, Answer> always = new EnumMap<>(Endpoint.class);

  synchronized void next(Endpoint endpoint, List<Answer> answers) {
    next.computeIfAbsent(endpoint, e -> new ArrayDeque<>()).addAll(answers);
  }

  synchronized void always(Endpoint endpoint, Answer answer) {
    if (answer == null) {
      always.remove(endpoint);
    } else {
      always.put(endpoint, answer);
    }
  }

  synchronized void clear() {
    next.clear();
    always.clear();
  }

  synchronized Answer take(Endpoint endpoint) {
    Queue<Answer> queue = next.get(endpoint);
    return queue == null || queue.isEmpty()
        ? always.getOrDefault(endpoint, Answer.real())
        : queue.remove();
  }
}
