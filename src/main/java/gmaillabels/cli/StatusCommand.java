package gmaillabels.cli;

import gmaillabels.auth.AuthorizedUser;
import gmaillabels.auth.Credentials;
import gmaillabels.auth.Scope;
import gmaillabels.auth.StoredSignIn;
import gmaillabels.auth.TokenFile;
import gmaillabels.error.CliException;
import gmaillabels.error.SignInProblems;
import gmaillabels.output.TerminalText;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Prints the files and the state of the sign-in, without a request. */
final class StatusCommand {
  private final FileOptions files;
  private final Optional<Scope> scope;
  private final InstantSource clock;
  private final Console console;

  StatusCommand(FileOptions files, Optional<Scope> scope, InstantSource clock, Console console) {
    this.files = files;
    this.scope = scope;
    this.clock = clock;
    this.console = console;
  }

  void run() {
    TokenFile tokenFile = files.tokenFile();
    Path credentials = files.credentials();
    boolean hasAccessToken = files.environment.accessToken().isPresent();
    if (hasAccessToken) {
      show(
          "access token: GMAIL_LABELS_ACCESS_TOKEN is set; a listing uses it instead of a sign-in");
    }
    showFile("client file: ", credentials);
    if (AuthorizedUser.isIn(credentials)) {
      Credentials.read(credentials);
      show("signed in:   yes; this file is a sign-in of another program");
      return;
    }
    showFile("token file:  ", tokenFile.path());
    show("account:     " + files.account.get());
    try {
      showSignIn(tokenFile.require(), credentials);
    } catch (CliException e) {
      showScope(scope.orElse(Scope.READONLY).url());
      boolean isKnown = SignInProblems.CURED_BY_SIGN_IN.contains(e.problem());
      show("signed in:   " + (isKnown ? "no" : "unknown"));
      if (!hasAccessToken) {
        // A missing client file comes first, because nobody can sign in without one.
        throw FileOptions.isMissing(credentials) ? files.noClientFile(credentials) : e;
      }
    }
  }

  private void showSignIn(StoredSignIn signIn, Path credentials) {
    if (!FileOptions.isMissing(credentials)) {
      signIn.requireMatch(Credentials.read(credentials).client(), scope, files.tokenFile().path());
    }
    boolean isRenewable = signIn.tokens().refreshToken().isPresent();
    boolean expiresSoon = signIn.tokens().expireSoon(clock);
    if (expiresSoon && !isRenewable) {
      throw SignInProblems.ended("", signIn.tokenUri().host());
    }
    signIn.address().ifPresent(address -> show("address:     " + address));
    showScope(signIn.scope());
    String expiry =
        DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss VV", Locale.ROOT)
            .format(signIn.tokens().expiry().atZone(ZoneId.systemDefault()));
    show(
        "signed in:   yes; the access token "
            + (expiresSoon ? "" : "is good until " + expiry + (isRenewable ? " and then " : ""))
            + (isRenewable ? "renews by itself" : ""));
  }

  private void showFile(String title, Path file) {
    show(title + file + (FileOptions.isMissing(file) ? " (missing)" : ""));
  }

  private void showScope(String url) {
    String word = Scope.of(url).map(known -> known + " ").orElse("");
    show("scope:       %s(%s)".formatted(word, url));
  }

  private void show(String line) {
    console.print(out -> out.append(TerminalText.escape(line)).append('\n'));
  }
}
