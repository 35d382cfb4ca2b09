package gmaillabels.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;

/**
 * Google on a free port of 127.0.0.1, for one person with one mailbox. All its threads are daemons,
 * and all its methods may be called from any thread at any time.
 */
public final class SandboxGoogle implements AutoCloseable {

  private static final Duration FOREVER = Duration.ofDays(365);

  private final SandboxClient client =
      new SandboxClient(
          "123456789012-sandbox0client0of0gmail0labels00.apps.googleusercontent.com",
          "GOCSPX-sandbox-secret-000000001");
  private final Map<String, SandboxClient> clients = new ConcurrentHashMap<>();
  private final Grants grants = new Grants();
  private final ConsentScreen consentScreen = new ConsentScreen(clients, grants);
  private final TokenEndpoint tokenEndpoint = new TokenEndpoint(clients, grants);
  private final GmailApi gmail = new GmailApi(grants);
  private final Script script = new Script();
  private final Recorder recorder = new Recorder();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "sandbox-google");
            thread.setDaemon(true);
            return thread;
          });
  private final HttpServer server;
  private final String scheme;

  private SandboxGoogle(HttpServer server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    register(client);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    // The server's own thread is a daemon only if the thread that starts it is one.
    CompletableFuture.runAsync(server::start, threads).join();
  }

  /** Starts one that speaks plain HTTP. */
  public static SandboxGoogle start() throws IOException {
    return new SandboxGoogle(HttpServer.create(freePort(), 0), "http");
  }

  /** Starts one that speaks HTTPS; the context needs a certificate for the address 127.0.0.1. */
  public static SandboxGoogle startTls(SSLContext context) throws IOException {
    HttpsServer server = HttpsServer.create(freePort(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    return new SandboxGoogle(server, "https");
  }

  private static InetSocketAddress freePort() {
    // Otherwise each further answer on a kept connection waits 40 ms for a delayed acknowledgement:
    // the JDK's server sends head and body apart. It reads this once, before the first server.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    return new InetSocketAddress("127.0.0.1", 0);
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
    return client.id();
  }

  /** The secret that goes with {@link #clientId()}. */
  public String clientSecret() {
    return client.secret();
  }

  /** Makes a further client known, or gives a known one another secret. */
  public SandboxClient registerClient(String id, String secret) {
    return register(new SandboxClient(id, secret));
  }

  private SandboxClient register(SandboxClient newClient) {
    clients.put(newClient.id(), newClient);
    grants.addSecret(newClient.secret());
    return newClient;
  }

  /** Writes the file that Google's console offers for a desktop app, and returns its path. */
  public Path writeCredentials(Path file) throws IOException {
    return writeCredentials(file, client);
  }

  /** The same for this client. */
  public Path writeCredentials(Path file, SandboxClient chosen) throws IOException {
    JsonObject installed =
        Json.object(
            "client_id", chosen.id(),
            "project_id", "gmail-labels-sandbox",
            "auth_uri", url().resolve("o/oauth2/v2/auth").toString(),
            "token_uri", url().resolve("token").toString(),
            "auth_provider_x509_cert_url", url().resolve("oauth2/v1/certs").toString(),
            "client_secret", chosen.secret(),
            "redirect_uris", List.of("http://localhost"));
    return Files.writeString(file, Json.text(Json.object("installed", installed)), UTF_8);
  }

  /** Replaces the mailbox, which is {@link SandboxLabel#mailbox()} at first. */
  public void labels(List<SandboxLabel> labels) {
    gmail.labels(labels);
  }

  /** From now on the person leaves only these scopes ticked; with none, the consent is denied. */
  public void grantOnly(String... scopes) {
    consentScreen.grantable(Set.of(scopes)::contains);
  }

  /** From now on the person grants whatever is asked for, as at first. */
  public void grantEverything() {
    consentScreen.grantable(scope -> true);
  }

  /** How long access tokens issued from now on live; 3599 seconds at first. */
  public void accessTokenLifetime(Duration lifetime) {
    grants.lifetime(lifetime);
  }

  /** Refuses every access token issued so far; refresh tokens go on working. */
  public void expireAccessTokens() {
    grants.expireAccessTokens();
  }

  /** Ends every grant: all codes and tokens issued so far are dead. */
  public void revokeGrants() {
    grants.revokeAll();
  }

  /** Every token, code, code verifier and client secret so far: what no output may contain. */
  public Set<String> secrets() {
    return grants.secrets();
  }

  /** Queues answers for the next requests at this endpoint, one each. */
  public void answerNext(Endpoint endpoint, Answer... answers) {
    script.next(endpoint, List.of(answers));
  }

  /** Answers every request at this endpoint so, after the queued answers; null ends it. */
  public void answerAlways(Endpoint endpoint, Answer answer) {
    script.always(endpoint, answer);
  }

  /** Forgets all scripted answers. */
  public void clearScript() {
    script.clear();
  }

  /** All requests so far; the parts of a batch follow the batch. */
  public List<Request> requests() {
    return recorder.all();
  }

  /** All requests so far at these endpoints. */
  public List<Request> requests(Endpoint... endpoints) {
    return recorder.of(List.of(endpoints));
  }

  /** The number of real HTTP requests so far: parts of a batch do not count. */
  public int httpRequests() {
    return (int) requests().stream().filter(request -> !request.inBatch()).count();
  }

  /** Waits until this many requests for the endpoint have come, which they must in 30 seconds. */
  public void awaitRequests(Endpoint endpoint, int count) throws InterruptedException {
    recorder.await(endpoint, count);
  }

  /** Forgets the requests so far. */
  public void clearRequests() {
    recorder.clear();
  }

  /**
   * Stops at once and closes every connection.
   *
   * @throws IllegalStateException if a request could not be answered for a fault in the sandbox or
   *     in its script
   */
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
      Request request = Http.read(exchange);
      try {
        serve(exchange, request);
      } catch (RuntimeException e) {
        failure.compareAndSet(null, e);
        byte[] message = e.toString().getBytes(UTF_8);
        Http.send(exchange, request, Response.of(500, "text/plain; charset=UTF-8", message));
      }
    }
  }

  private void serve(HttpExchange exchange, Request request) throws IOException {
    Answer answer = nextAnswer(request);
    switch (answer.kind()) {
      case REAL, FIXED -> Http.send(exchange, request, response(answer, request));
      case HUGE -> {
        Response head = Response.of(200, Response.JSON, new byte[0]).with(answer.headers());
        Http.sendHuge(exchange, head, answer.bytes());
      }
      case CUT_AFTER -> Http.sendTorn(exchange, response(answer, request), (int) answer.bytes());
      case CUT -> {
        // Closing the exchange without an answer closes the connection.
      }
      case HANG -> pause(FOREVER);
    }
  }

  private Response servePart(Request part) throws IOException {
    Answer answer = nextAnswer(part);
    return switch (answer.kind()) {
      case REAL, FIXED -> response(answer, part);
      default ->
          throw new IllegalStateException(
              "%s needs a connection, which a part of a batch has not: script BATCH instead"
                  .formatted(answer.kind()));
    };
  }

  private Answer nextAnswer(Request request) throws IOException {
    recorder.add(request);
    Answer answer = script.take(request.endpoint());
    pause(answer.pause());
    return answer;
  }

  private Response response(Answer answer, Request request) throws IOException {
    Response response = answer.kind() == Answer.Kind.FIXED ? answer.response() : real(request);
    return response.with(answer.headers());
  }

  private Response real(Request request) throws IOException {
    return switch (request.endpoint()) {
      case AUTHORIZE -> consentScreen.ask(request);
      case TOKEN -> tokenEndpoint.issue(request);
      case REVOKE -> tokenEndpoint.revoke(request);
      case LIST -> gmail.list(request);
      case GET -> gmail.get(request);
      case BATCH -> Batch.answer(request, this::servePart);
      case OTHER ->
          request.path().equals(ConsentScreen.DECISION_PATH)
              ? consentScreen.decide(request)
              : Response.html(404, "Error 404 (Not Found)", "");
    };
  }

  private void pause(Duration duration) throws IOException {
    try {
      if (closed.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("The sandbox was closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("The sandbox was closed", e);
    }
  }
}
