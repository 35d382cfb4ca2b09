package gmaillabels.sandbox;

import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/**
 * Google on a free port of 127.0.0.1, for a few users with a mailbox each. All its threads are
 * daemons, and all its methods may be called from any thread at any time.
 */
public final class SandboxGoogle implements AutoCloseable {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private static final List<String> ACCOUNTS =
      List.of("me@example.org", "work@example.org", "new@example.org");

  /** Decides who may do what. */
  public final AuthorizationServer authorization = new AuthorizationServer(ACCOUNTS);

  private final Map<Endpoint, Queue<ScriptedResponse>> next = new EnumMap<>(Endpoint.class);
  private final Map<Endpoint, ScriptedResponse> always = new EnumMap<>(Endpoint.class);
  private final List<Request> requests = new ArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
  private final ExecutorService threads = Executors.newCachedThreadPool(SandboxGoogle::daemon);
  private final HttpServer server;
  private final String scheme;
  private volatile List<SandboxLabel> labels = SandboxLabel.mailbox();

  private SandboxGoogle(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    authorization.registerClient(clientId(), clientSecret());
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    // The server's own thread is a daemon only if the thread that starts it is one.
    CompletableFuture.runAsync(server::start, threads).join();
  }

  public static SandboxGoogle start() {
    return start(null);
  }

  /** Starts one that speaks HTTPS; the context needs a certificate for the address 127.0.0.1. */
  public static SandboxGoogle start(SSLContext tls) {
    // Otherwise each further response on a kept connection waits 40 ms for a delayed
    // acknowledgement: the JDK's server sends head and body apart. It reads this once.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    InetSocketAddress freePort = new InetSocketAddress("127.0.0.1", 0);
    try {
      if (tls == null) {
        return new SandboxGoogle(SandboxServers.JDK.createHttpServer(freePort, 0), "http");
      }
      HttpsServer server = SandboxServers.JDK.createHttpsServer(freePort, 0);
      server.setHttpsConfigurator(new HttpsConfigurator(tls));
      return new SandboxGoogle(server, "https");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "sandbox-google");
    thread.setDaemon(true);
    return thread;
  }

  /** The root of everything here, which ends in a slash: {@code url().resolve("token")}. */
  public URI url() {
    return URI.create(scheme + "://" + host() + "/");
  }

  /** The address and the port, as in {@code 127.0.0.1:40123}. */
  public String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** The id of the client that {@link #writeCredentials(Path)} writes. */
  public String clientId() {
    return "123456789012-sandbox0client0of0gmail0labels00.apps.googleusercontent.com";
  }

  public String clientSecret() {
    return "GOCSPX-sandbox-secret-000000001";
  }

  /** Writes the file that Google's console offers for a desktop app, and returns its path. */
  public Path writeCredentials(Path file) {
    return writeCredentials(file, clientId(), clientSecret());
  }

  public Path writeCredentials(Path file, String id, String secret) {
    String json =
        """
        {
          "installed": {
            "client_id": "%s",
            "project_id": "gmail-labels-sandbox",
            "auth_uri": "%so/oauth2/v2/auth",
            "token_uri": "%stoken",
            "client_secret": "%s",
            "redirect_uris": ["http://localhost"]
          }
        }
        """;
    try {
      return Files.writeString(file, json.formatted(id, url(), url(), secret));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The environment of a process that sees this sandbox, with a user at the browser who allows
   * everything.
   */
  public Map<String, String> environment(Path home) {
    Map<String, String> variables = new TreeMap<>();
    variables.put("PATH", System.getenv("PATH"));
    variables.put("HOME", home.toString());
    variables.put("BROWSER", SandboxBrowser.command(home, "allow").toString());
    variables.put("GMAIL_LABELS_API_URL", url().toString());
    return variables;
  }

  /**
   * Replaces the mailbox of the first account, which is {@link SandboxLabel#mailbox()} at first.
   */
  public void labels(List<SandboxLabel> mailbox) {
    labels = List.copyOf(mailbox);
  }

  /** Queues responses to the next requests at this endpoint, one each. */
  public synchronized void respondNext(Endpoint endpoint, ScriptedResponse... responses) {
    next.computeIfAbsent(endpoint, e -> new ArrayDeque<>()).addAll(List.of(responses));
  }

  /** Responds like this to every request at this endpoint, after the queued responses. */
  public synchronized void respondAlways(Endpoint endpoint, ScriptedResponse response) {
    always.put(endpoint, response);
  }

  /** All requests so far; the parts of a batch follow the batch. */
  public synchronized List<Request> requests() {
    return List.copyOf(requests);
  }

  public List<Request> requests(Endpoint endpoint) {
    return requests().stream().filter(request -> request.endpoint() == endpoint).toList();
  }

  public List<Endpoint> endpoints() {
    return requests().stream().map(Request::endpoint).toList();
  }

  /** Waits until this many requests for the endpoint have come, which they must in 30 seconds. */
  public synchronized void awaitRequests(Endpoint endpoint, int count) throws InterruptedException {
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

  public synchronized void clearRequests() {
    requests.clear();
  }

  /** Stops at once and closes every connection; throws if there was a fault in the sandbox. */
  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
    if (failure.get() != null) {
      throw new IllegalStateException("The sandbox failed", failure.get());
    }
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      Request request = Request.read(exchange);
      respond(request).send(exchange, request);
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
      throw e;
    }
  }

  private synchronized ScriptedResponse scripted(Request request) {
    requests.add(request);
    notifyAll();
    Queue<ScriptedResponse> queue = next.get(request.endpoint());
    return queue == null || queue.isEmpty()
        ? always.getOrDefault(request.endpoint(), ScriptedResponse.real())
        : queue.remove();
  }

  private Response respond(Request request) {
    Response response = scripted(request).respond(() -> truthful(request));
    try {
      boolean isClosed = closed.await(response.delay().toMillis(), TimeUnit.MILLISECONDS);
      return isClosed ? Response.NONE : response;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Response.NONE;
    }
  }

  private Response truthful(Request request) {
    return switch (request.endpoint()) {
      case AUTHORIZE -> authorization.authorize(request);
      case TOKEN -> authorization.token(request);
      case REVOKE -> authorization.revoke(request);
      case LIST -> gmail(request, account -> list(labels(account)));
      case GET -> {
        String id = request.path().replaceFirst(".*/", "");
        yield gmail(request, account -> get(labels(account), id));
      }
      case PROFILE ->
          gmail(request, account -> Response.json(200, Response.object("emailAddress", account)));
      case BATCH -> Batch.respond(request, this::respond);
      case OTHER ->
          request.path().equals(AuthorizationServer.DECISION_PATH)
              ? authorization.decide(request)
              : Response.html(404, "Error 404 (Not Found)");
    };
  }

  private List<SandboxLabel> labels(String account) {
    return switch (account) {
      case "work@example.org" -> SandboxLabel.workMailbox();
      case "new@example.org" -> SandboxLabel.newMailbox();
      default -> labels;
    };
  }

  private Response gmail(Request request, Function<String, Response> response) {
    String accessToken = request.header("authorization").replaceFirst("^Bearer ", "");
    return authorization
        .consent(accessToken)
        .map(consent -> response.apply(consent.account()))
        .orElseGet(() -> Response.error(401, "authError", "Invalid Credentials"));
  }

  private static Response list(List<SandboxLabel> labels) {
    List<JsonObject> listed = labels.stream().map(SandboxLabel::listed).toList();
    // Google leaves empty lists out.
    return Response.json(200, Response.object("labels", listed.isEmpty() ? null : listed));
  }

  private static Response get(List<SandboxLabel> labels, String id) {
    return labels.stream()
        .filter(label -> label.id().equals(id))
        .findFirst()
        .map(label -> Response.json(200, label.full()))
        .orElseGet(() -> Response.error(404, "notFound", "Requested entity was not found."));
  }
}
