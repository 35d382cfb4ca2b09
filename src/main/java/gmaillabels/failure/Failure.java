package gmaillabels.failure;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The end of a run that did not do what was asked: what happened, where, and what to do next. Each
 * way to fail is one factory method here, so that this class is the whole table of messages and
 * exit codes. A command in {@link #next()} is written {@code gmail-labels COMMAND}; whoever prints
 * it knows how the program was started.
 */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;
  private final String next;

  private Failure(ExitCode exitCode, String what, String next) {
    this(exitCode, what, next, null);
  }

  private Failure(ExitCode exitCode, String what, String next, Throwable cause) {
    super(what, cause);
    this.exitCode = exitCode;
    this.next = next;
  }

  /** What the process exits with. */
  public ExitCode exitCode() {
    return exitCode;
  }

  /** What the person can do about it; empty where there is nothing to say. */
  public String next() {
    return next;
  }

  // 1: unexpected

  /** Standard output did not take what was written, on a full disk for example. */
  public static Failure outputNotWritten(Throwable cause) {
    return new Failure(
        ExitCode.UNEXPECTED,
        "cannot write the output (standard output: %s)".formatted(reason(cause)),
        "The labels that were printed are not complete; do not use them.",
        cause);
  }

  /** The token file cannot be written, so that a sign-in would be lost. */
  public static Failure tokensNotStored(Path file, Throwable cause) {
    return new Failure(
        ExitCode.UNEXPECTED,
        "cannot store the sign-in (%s: %s)".formatted(file, reason(cause)),
        "Mend that, or choose another folder with --tokens=DIR, then run: gmail-labels login",
        cause);
  }

  /** The token file exists and cannot be read. */
  public static Failure tokensUnreadable(Path file, Throwable cause) {
    return new Failure(
        ExitCode.UNEXPECTED,
        "cannot read the token file (%s: %s)".formatted(file, reason(cause)),
        "Make it readable for you, or choose another folder with --tokens=DIR.",
        cause);
  }

  /** The token file cannot be deleted, so that the sign-in stays. */
  public static Failure tokensNotDeleted(Path file, Throwable cause) {
    return new Failure(
        ExitCode.UNEXPECTED,
        "cannot delete the token file (%s: %s)".formatted(file, reason(cause)),
        "It still holds your sign-in: delete it yourself.",
        cause);
  }

  /** A defect of this program, or of something beneath it. */
  public static Failure unexpected(Throwable cause) {
    return new Failure(
        ExitCode.UNEXPECTED,
        "something unexpected happened (%s)".formatted(cause.getClass().getSimpleName()),
        "Run it again with --verbose to see where.",
        cause);
  }

  // 2: usage

  /** The command line or an environment variable says something that cannot be meant. */
  public static Failure usage(String what) {
    return new Failure(ExitCode.USAGE, what, "See: gmail-labels --help");
  }

  /** Another program listens on the port that was asked for. */
  public static Failure portTaken(int port) {
    return new Failure(
        ExitCode.USAGE,
        "port %d cannot be used: another program has it, or you may not (127.0.0.1)"
            .formatted(port),
        "Choose another --port, or leave it out to let the program choose.");
  }

  /** An environment variable that names a proxy does not; its value may hold a password. */
  public static Failure proxyInvalid(String variable) {
    return new Failure(
        ExitCode.USAGE,
        "%s is not the address of an HTTP proxy".formatted(variable),
        "Write it as http://HOST:PORT or http://USER:PASSWORD@HOST:PORT.");
  }

  // 3: credentials

  /** There is no credentials file yet: the first thing a new user meets. */
  public static Failure credentialsMissing(Path file, Path workingDirectory) {
    return new Failure(
        ExitCode.CREDENTIALS,
        "no OAuth client file (%s)".formatted(file),
        """
        This file tells Google which program is asking. You make it once, free of charge:
          1. Create a project:      https://console.cloud.google.com/projectcreate
          2. Enable the Gmail API:  https://console.cloud.google.com/apis/library/gmail.googleapis.com
          3. Set up the consent screen, and add your address as a test user:
                                    https://console.cloud.google.com/auth/overview
          4. Create a client of the type "Desktop app" and download its JSON:
                                    https://console.cloud.google.com/auth/clients
          5. Save it as %s
        Then run: gmail-labels login"""
            .formatted(
                file.getParent() == null || file.getParent().equals(workingDirectory)
                    ? file
                    : file + "\n     (or as credentials.json in the folder you work in)"));
  }

  /** The credentials file is there and cannot be used; {@code what} says why. */
  public static Failure credentialsUnusable(Path file, String what) {
    return new Failure(
        ExitCode.CREDENTIALS,
        "%s (%s)".formatted(what, file),
        """
        Download the JSON of a client of the type "Desktop app" from \
        https://console.cloud.google.com/auth/clients and save it there.""");
  }

  /** Google does not know the client, or not with this secret. */
  public static Failure clientRefused(Path file, String host) {
    return new Failure(
        ExitCode.CREDENTIALS,
        "%s does not accept the OAuth client: it was deleted, or its secret is wrong (%s)"
            .formatted(host, file),
        """
        Download the client's JSON again from https://console.cloud.google.com/auth/clients, save \
        it there, then run: gmail-labels login""");
  }

  // 4: sign-in

  /** A sign-in is needed, and {@code --no-input} rules it out; {@code why} says what is missing. */
  public static Failure signInNeeded(String why) {
    return new Failure(ExitCode.SIGN_IN, why, "Sign in at a terminal: gmail-labels login");
  }

  /** The person pressed Cancel, or an administrator's rule did. */
  public static Failure signInDenied(String host, String error) {
    return new Failure(
        ExitCode.SIGN_IN,
        error.equals("access_denied")
            ? "the sign-in was denied (%s)".formatted(host)
            : "the sign-in failed: %s (%s)".formatted(error, host),
        """
        Nothing was stored. To allow it, run: gmail-labels login
        While the consent screen is in "Testing", only its test users can allow it: \
        https://console.cloud.google.com/auth/audience""");
  }

  /** Nobody finished the sign-in in time. */
  public static Failure signInTimedOut(Duration timeout) {
    return new Failure(
        ExitCode.SIGN_IN,
        "nobody finished the sign-in within %d s".formatted(timeout.toSeconds()),
        "Run it again, with a longer --login-timeout if you need it: gmail-labels login");
  }

  /** Consent was given without the permission that was asked for. */
  public static Failure scopeNotGranted(String scope) {
    return new Failure(
        ExitCode.SIGN_IN,
        "the sign-in came without the permission to see your labels (%s)".formatted(scope),
        "Tick its box on Google's page and press Continue: gmail-labels login");
  }

  /** The authorization code was not accepted. */
  public static Failure codeRefused(String host, String error) {
    return new Failure(
        ExitCode.SIGN_IN,
        "%s did not accept the sign-in (%s)".formatted(host, error),
        "Try it again: gmail-labels login");
  }

  /** The refresh token is no longer good. */
  public static Failure signInEnded(String host) {
    return new Failure(
        ExitCode.SIGN_IN,
        "the sign-in has ended: it was revoked or has expired (%s)".formatted(host),
        """
        This happens when access was removed at https://myaccount.google.com/connections, after a \
        change of the password, after six months without use, and every 7 days while the consent \
        screen is in "Testing" (https://console.cloud.google.com/auth/audience).
        Sign in again at a terminal: gmail-labels login""");
  }

  /** Gmail does not take even a fresh access token. */
  public static Failure accessTokenRefused(String host) {
    return new Failure(
        ExitCode.SIGN_IN,
        "Gmail does not accept the sign-in, not even with a new access token (%s)".formatted(host),
        "Sign in again: gmail-labels login");
  }

  /** The file is gone, but Google still holds the grant, because it could not be reached. */
  public static Failure notRevoked(Path file, Failure why) {
    return notRevoked(why.exitCode, file, why.getMessage());
  }

  /** The file is gone, but Google still holds the grant; {@code why} says why. */
  public static Failure notRevoked(Path file, String why) {
    return notRevoked(ExitCode.UNEXPECTED, file, why);
  }

  private static Failure notRevoked(ExitCode exitCode, Path file, String why) {
    return new Failure(
        exitCode,
        "signed out here, but Google could not be told: %s".formatted(why),
        """
        There is no %s any more. Remove the access at Google yourself: \
        https://myaccount.google.com/connections"""
            .formatted(file));
  }

  // 5: refused

  /** The Gmail API is switched off in the project that the client belongs to. */
  public static Failure apiNotEnabled(String host) {
    return new Failure(
        ExitCode.REFUSED,
        "the Gmail API is not enabled in your Google Cloud project (%s)".formatted(host),
        """
        Enable it, wait a few minutes, and try again: \
        https://console.cloud.google.com/apis/library/gmail.googleapis.com""");
  }

  /** The access token does not allow labels to be listed. */
  public static Failure permissionMissing(String host) {
    return new Failure(
        ExitCode.REFUSED,
        "the sign-in does not include the permission to list labels (%s)".formatted(host),
        "Sign in again and tick every box: gmail-labels login");
  }

  /** The project's quota is used up. */
  public static Failure quotaExceeded(String host) {
    return new Failure(
        ExitCode.REFUSED,
        "the quota of your Google Cloud project is used up (%s)".formatted(host),
        """
        See it at https://console.cloud.google.com/apis/api/gmail.googleapis.com/quotas and try \
        again when it has been renewed.""");
  }

  /** Any other refusal; {@code message} is what the host said. */
  public static Failure refused(String host, int status, String message) {
    return new Failure(
        ExitCode.REFUSED, "refused with status %d: %s (%s)".formatted(status, message, host), "");
  }

  // 6: temporary

  /** The host could not be reached, or the connection broke; {@code what} says how. */
  public static Failure network(String host, String what, Throwable cause) {
    return new Failure(
        ExitCode.TEMPORARY,
        "%s (%s)".formatted(what, host),
        "Check the network and, if you use one, the proxy; then try again.",
        cause);
  }

  /** The host answered that it cannot serve now, and did so to every try. */
  public static Failure overloaded(String host, int status) {
    return new Failure(
        ExitCode.TEMPORARY,
        status == 429 || status == 403
            ? "too many requests: the rate limit outlasted every try (%s)".formatted(host)
            : "the server failed with status %d, also when asked again (%s)"
                .formatted(status, host),
        "Try again later.");
  }

  /** Something that is not Google answered; {@code what} says what came. */
  public static Failure notGoogle(String host, String what) {
    return notGoogle(host, what, null);
  }

  /** The same, found out by an exception, which {@code --verbose} traces. */
  public static Failure notGoogle(String host, String what, Throwable cause) {
    return new Failure(
        ExitCode.TEMPORARY,
        "the answer is not Google's: %s (%s)".formatted(what, host),
        """
        A network that wants you to log in, or a proxy, may have answered instead. Open a page in \
        a browser, then try again.""",
        cause);
  }

  /** The words of the operating system where it has any, else the name of the exception. */
  public static String reason(Throwable cause) {
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (cause instanceof FileAlreadyExistsException) {
      return "a file is in the way";
    }
    if (cause instanceof NoSuchFileException) {
      return "no such folder";
    }
    if (cause instanceof FileSystemException e && e.getReason() != null) {
      return e.getReason();
    }
    String message = cause.getMessage();
    return message == null || cause instanceof FileSystemException
        ? cause.getClass().getSimpleName()
        : message;
  }
}
