package gmaillabels.auth;

import gmaillabels.error.CliException;
import gmaillabels.error.IoReason;
import gmaillabels.error.LocalProblems;
import gmaillabels.error.Problem;
import gmaillabels.error.Reporter;
import gmaillabels.error.SignInProblems;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Gives a run its access to Gmail.
 *
 * <pre>
 * stored sign-in                       what a run does
 * -----------------------------------  ---------------------------
 * there is none                        signs in
 * damaged                              signs in, with a warning
 * of another client or scope           signs in, with a warning
 * the access token expires soon        refreshes it and stores it
 * the refresh token is refused         reads the file again, because another run may have
 *                                      stored a good one; else signs in, with a warning
 * the access token is good             uses it
 * Gmail refuses the access token       as if it expired soon, once
 * </pre>
 *
 * Without a flow, a sign-in is not allowed: a run that needs one fails with the reason. If no scope
 * is asked for, a sign-in for any scope will do.
 */
public final class Sessions {
  private final TokenEndpoint endpoint;
  private final TokenFile file;
  private final Optional<Scope> scope;
  private final Optional<InstalledAppFlow> flow;
  private final InstantSource clock;
  private final Reporter reporter;

  public Sessions(
      TokenEndpoint endpoint,
      TokenFile file,
      Optional<Scope> scope,
      Optional<InstalledAppFlow> flow,
      InstantSource clock,
      Reporter reporter) {
    this.endpoint = endpoint;
    this.file = file;
    this.scope = scope;
    this.flow = flow;
    this.clock = clock;
    this.reporter = reporter;
  }

  /** Opens a session with an access token that is valid for the next minutes. */
  public Session open() {
    StoredSignIn signIn = current();
    return new Session(
        signIn.tokens().accessToken(), refusal -> renewed(signIn).tokens().accessToken());
  }

  private StoredSignIn current() {
    try {
      StoredSignIn stored = stored();
      return stored.tokens().expireSoon(clock) ? refreshed(stored) : stored;
    } catch (CliException e) {
      return signInAfter(e);
    }
  }

  private StoredSignIn stored() {
    StoredSignIn stored = file.require();
    stored.requireMatch(endpoint.client(), scope, file.path());
    return stored;
  }

  private StoredSignIn renewed(StoredSignIn refusedByGmail) {
    try {
      return refreshed(refusedByGmail);
    } catch (CliException e) {
      return signInAfter(e);
    }
  }

  private StoredSignIn signInAfter(CliException failure) {
    if (!SignInProblems.CURED_BY_SIGN_IN.contains(failure.problem()) || flow.isEmpty()) {
      throw failure;
    }
    if (failure.problem() != Problem.NOT_SIGNED_IN) {
      reporter.warn(failure.getMessage() + "; a new sign-in replaces it");
    }
    return signIn();
  }

  /** Signs in, even if a sign-in is stored. There must be a flow. */
  public StoredSignIn signIn() {
    InstalledAppFlow allowedFlow = flow.orElseThrow();
    try {
      file.trySaving();
    } catch (IOException e) {
      throw LocalProblems.tokensNotStored(file.path(), e);
    }
    StoredSignIn signIn = allowedFlow.signIn(scope.orElseGet(this::storedScope));
    try {
      file.save(signIn);
    } catch (IOException e) {
      throw SignInProblems.notStored(file.path(), e, endpoint.revoke(signIn));
    }
    reporter.info("Signed in" + signIn.address().map(" as "::concat).orElse(""));
    return signIn;
  }

  private StoredSignIn refreshed(StoredSignIn stored) {
    StoredSignIn refreshed;
    try {
      refreshed = stored.withTokens(endpoint.refresh(stored.tokens().refreshToken()));
    } catch (CliException e) {
      Optional<StoredSignIn> other = storedSince(stored);
      if (e.problem() != Problem.INVALID_GRANT || other.isEmpty()) {
        throw e;
      }
      return other.get().tokens().expireSoon(clock) ? refreshed(other.get()) : other.get();
    }
    try {
      file.saveRefreshed(stored, refreshed);
    } catch (IOException | CliException e) {
      reporter.warn(
          "cannot store the new access token, so the next run will ask for one again (%s: %s)"
              .formatted(file.path(), IoReason.of(e)));
    }
    return refreshed;
  }

  /** The sign-in that another run has stored since then, if this run may use it. */
  private Optional<StoredSignIn> storedSince(StoredSignIn before) {
    try {
      String accessToken = before.tokens().accessToken();
      return Optional.of(stored()).filter(now -> !now.tokens().accessToken().equals(accessToken));
    } catch (CliException e) {
      return Optional.empty();
    }
  }

  private Scope storedScope() {
    try {
      return file.load().flatMap(stored -> Scope.of(stored.scope())).orElse(Scope.READONLY);
    } catch (CliException e) {
      if (e.problem() != Problem.TOKENS_DAMAGED) {
        throw e;
      }
      return Scope.READONLY;
    }
  }
}
