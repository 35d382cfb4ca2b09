package gmaillabels.error;

/** Why a request got no response, as verbose lines and messages have it. */
public enum NetworkFailure {
  HOST_NOT_FOUND(Problem.NETWORK_FAILED, "cannot find the host"),
  CANNOT_CONNECT(Problem.NETWORK_FAILED, "cannot connect"),
  TIMED_OUT(Problem.NETWORK_FAILED, "timed out"),
  CONNECTION_LOST(Problem.NETWORK_FAILED, "connection closed"),
  CANNOT_LISTEN(Problem.NETWORK_FAILED, "cannot wait for the browser"),
  NO_SECURE_CONNECTION(Problem.NETWORK_FAILED, "no secure connection"),
  CERTIFICATE_NOT_TRUSTED(Problem.CERTIFICATE_NOT_TRUSTED, "the certificate is not trusted"),
  TRUST_STORE_NOT_READABLE(Problem.TRUST_STORE_NOT_READABLE, "Java's trust store cannot be read"),
  PROXY_PASSWORD_REFUSED(
      Problem.PROXY_REFUSED,
      "the proxy wants a user name and a password, or does not accept those it got"),
  PROXY_REFUSED(Problem.PROXY_REFUSED, "the proxy does not let the request through"),
  NOT_HTTP(Problem.UNEXPECTED_RESPONSE, "not an HTTP server");

  final Problem problem;
  private final String words;

  NetworkFailure(Problem problem, String words) {
    this.problem = problem;
    this.words = words;
  }

  @Override
  public String toString() {
    return words;
  }
}
