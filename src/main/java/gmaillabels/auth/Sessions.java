package gmaillabels.auth;

import gmaillabels.error.CliException;
import gmaillabels.error.IoReason;
import gmaillabels.error.LocalProblems;
import gmaillabels.error.Problem;
import gmaillabels.error.SignInProblems;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * How a run gets its access to Gmail: a stored sign-in, refreshed if need be, or a new one. If no
 * scope is asked for, any stored one will do; there is no flow where a sign-in is not wanted.
 */
public record Sessions(
    TokenEndpoint endpoint,
    TokenFile file,
    Optional<Scope> scope,
    Optional<InstalledAppFlow> flow,
    InstantSource clock,
    Consumer<String> warn) {
  /** Long enough for all attempts of a request, and for clocks that differ by a minute or two. */
  private static final Duration EXPIRY_MARGIN = Duration.ofMinutes(4);

  /** Makes sure of an access token that is good for the next minutes. */
  public Session open() {
    StoredSignIn signIn = orSignIn(this::usable);
    return new Session(
        signIn.tokens().accessToken(),
        () -> orSignIn(() -> refresh(signIn)).tokens().accessToken());
  }

  /** Signs in, whatever is stored. */
  public StoredSignIn signIn() {
    InstalledAppFlow wanted = flow.orElseThrow(SignInProblems::disabled);
    try {
      file.checkWritable();
      StoredSignIn signIn = wanted.signIn(scope.orElseGet(this::storedScope));
      file.save(signIn);
      wanted.user().info().accept("Signed in" + signIn.address().map(" as "::concat).orElse(""));
      return signIn;
    } catch (IOException e) {
      throw LocalProblems.tokensNotStored(file.path(), e);
    }
  }

  /** Whether a run would refresh the access token before it uses it. */
  public static boolean expiresSoon(StoredSignIn signIn, InstantSource clock) {
    return signIn.tokens().expiry().isBefore(clock.instant().plus(EXPIRY_MARGIN));
  }

  /** A new sign-in stands in for a stored one that cannot be used, where it is wanted. */
  private StoredSignIn orSignIn(Supplier<StoredSignIn> stored) {
    try {
      return stored.get();
    } catch (CliException e) {
      if (!SignInProblems.CURED_BY_SIGN_IN.contains(e.problem()) || flow.isEmpty()) {
        throw e;
      }
      if (Files.exists(file.path())) {
        warn.accept(e.getMessage() + "; a new sign-in replaces it");
      }
      return signIn();
    }
  }

  private StoredSignIn usable() {
    StoredSignIn stored = file.require();
    stored.requireMatch(endpoint.client(), scope, file.path());
    return expiresSoon(stored, clock) ? refresh(stored) : stored;
  }

  private StoredSignIn refresh(StoredSignIn stored) {
    StoredSignIn refreshed = stored.withTokens(endpoint.refresh(stored.tokens()));
    try {
      file.saveRefreshed(stored, refreshed);
    } catch (IOException | CliException e) {
      warn.accept(
          "cannot store the new access token, so the next run will ask for one again (%s: %s)"
              .formatted(file.path(), IoReason.of(e)));
    }
    return refreshed;
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
