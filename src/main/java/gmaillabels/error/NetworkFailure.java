package gmaillabels.error;

/** Why a request got no response, in the words of messages and verbose lines. */
public enum NetworkFailure {
  HOST_NOT_FOUND(Problem.NETWORK_FAILED, "cannot find the host"),
  CANNOT_CONNECT(Problem.NETWORK_FAILED, "cannot connect"),
  TIMED_OUT(Problem.NETWORK_FAILED, "timed out"),
  CONNECTION_LOST(Problem.NETWORK_FAILED, "connection closed"),
  CANNOT_LISTEN(Problem.NETWORK_FAILED, "cannot wait for the browser"),
  NO_SECURE_CONNECTION(Problem.NETWORK_FAILED, "no secure connection"),
  CERTIFICATE_NOT_TRUSTED(Problem.CERTIFICATE_NOT_TRUSTED, "the certificate is not trusted"),
  CERTIFICATE_OF_ANOTHER_HOST(
      Problem.CERTIFICATE_NOT_TRUSTED, "the certificate is for another host", Hint.OTHER_RESPONDER),
  TRUST_STORE_NOT_READABLE(
      Problem.TRUST_STORE_NOT_READABLE,
      "Java's trust store cannot be read",
      "Correct the file or the password in the property javax.net.ssl.trustStore, or leave it out."),
  PROXY_PASSWORD_REFUSED(
      Problem.PROXY_REFUSED,
      "the proxy requires a user name and a password, or refused those it got",
      "Put them into the variable that names the proxy: http://USER:PASSWORD@HOST:PORT."),
  PROXY_REFUSED(
      Problem.PROXY_REFUSED,
      "the proxy does not let the request through",
      "It must allow gmail.googleapis.com and oauth2.googleapis.com on port 443."),
  NOT_HTTP(Problem.UNEXPECTED_RESPONSE, "not an HTTP server");

  private final Problem problem;
  private final String words;
  final String hint;

  NetworkFailure(Problem problem, String words) {
    this(problem, words, "Check the network and, if you use one, the proxy; then try again.");
  }

  NetworkFailure(Problem problem, String words, String hint) {
    this.problem = problem;
    this.words = words;
    this.hint = hint;
  }

  public Problem problem() {
    return problem;
  }

  @Override
  public String toString() {
    return words;
  }
}
