package gmaillabels.sandbox;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** The requests so far, and what comes next: the queued responses first, then the lasting one. */
final class Script {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final Map<Endpoint, Queue<ScriptedResponse>> next = new EnumMap<>(Endpoint.class);
  private final Map<Endpoint, ScriptedResponse> always = new EnumMap<>(Endpoint.class);
  private final List<Request> requests = new ArrayList<>();

  synchronized void next(Endpoint endpoint, List<ScriptedResponse> responses) {
    next.computeIfAbsent(endpoint, e -> new ArrayDeque<>()).addAll(responses);
  }

  synchronized void always(Endpoint endpoint, ScriptedResponse response) {
    always.put(endpoint, response);
  }

  synchronized void clear() {
    next.clear();
    always.clear();
  }

  synchronized ScriptedResponse take(Request request) {
    requests.add(request);
    notifyAll();
    Queue<ScriptedResponse> queue = next.get(request.endpoint());
    return queue == null || queue.isEmpty()
        ? always.getOrDefault(request.endpoint(), ScriptedResponse.real())
        : queue.remove();
  }

  synchronized List<Request> requests() {
    return List.copyOf(requests);
  }

  synchronized List<Request> requests(Endpoint endpoint) {
    return requests.stream().filter(request -> request.endpoint() == endpoint).toList();
  }

  synchronized void clearRequests() {
    requests.clear();
  }

  synchronized void await(Endpoint endpoint, int count) throws InterruptedException {
    long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
    while (requests(endpoint).size() < count) {
      long millis = (deadline - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        throw new IllegalStateException(
            "Fewer than %d requests for %s came in %s".formatted(count, endpoint, LONGEST_WAIT));
      }
      wait(millis);
    }
  }
}
