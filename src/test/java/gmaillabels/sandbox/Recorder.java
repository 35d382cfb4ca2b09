package gmaillabels.sandbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The requests so far, in the order of their arrival. */
final class Recorder {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<Request> requests = new ArrayList<>();

  synchronized void add(Request request) {
    requests.add(request);
    notifyAll();
  }

  synchronized void clear() {
    requests.clear();
  }

  synchronized List<Request> all() {
    return List.copyOf(requests);
  }

  synchronized List<Request> of(List<Endpoint> endpoints) {
    return requests.stream().filter(request -> endpoints.contains(request.endpoint())).toList();
  }

  synchronized void await(Endpoint endpoint, int count) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (of(List.of(endpoint)).size() < count) {
      long millis = (deadline - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        throw new IllegalStateException(
            "Fewer than %d requests for %s came in %s".formatted(count, endpoint, PATIENCE));
      }
      wait(millis);
    }
  }
}
