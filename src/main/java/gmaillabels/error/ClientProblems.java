package gmaillabels.error;

import java.io.IOException;
import java.nio.file.Path;

/** Failures of the OAuth client or its file. */
public final class ClientProblems {
  private static final Hint NEW_SECRET =
      c ->
          "Google shows a secret only once. Add a new secret to the client, or make a new client, at"
              + " https://console.cloud.google.com/auth/clients, "
              + (c.signInFile().isPresent()
                  ? "then sign in again" + c.signIn()
                  : "save its JSON there, then run: " + c.login());

  private static final Hint DOWNLOAD =
      c ->
          "Download the JSON of a client of the type \"Desktop app\" from"
              + " https://console.cloud.google.com/auth/clients and save it there.";

  private static final Hint OTHER_FILE =
      c -> "Correct that, or name another file with --credentials=FILE.";

  private ClientProblems() {}

  public static CliException missing(Path file) {
    Hint hint =
        c ->
            """
            This file tells Google which program is asking. You make it once, free of charge:
              1. Create a project:      https://console.cloud.google.com/projectcreate
              2. Enable the Gmail API:  https://console.cloud.google.com/apis/library/gmail.googleapis.com
              3. Set up the consent screen, and add your address as a test user:
                                        https://console.cloud.google.com/auth/overview
              4. Create a client of the type "Desktop app" and download its JSON:
                                        https://console.cloud.google.com/auth/clients
              5. Save it under the name above.
            Then run: %s"""
                .formatted(c.login());
    return new CliException(Problem.CREDENTIALS_MISSING, "no OAuth client file", file, hint);
  }

  /** For a file that was named by an option or a variable. */
  public static CliException notFound(Path file) {
    String what = "there is no such OAuth client file";
    Hint hint = c -> "Correct --credentials or GMAIL_LABELS_CREDENTIALS.";
    return new CliException(Problem.CREDENTIALS_MISSING, what, file, hint);
  }

  public static CliException folder(Path file) {
    return unusable("the OAuth client file is a folder", file, OTHER_FILE);
  }

  public static CliException notReadable(Path file, IOException cause) {
    return unusable(
        "the OAuth client file cannot be read: " + IoReason.of(cause), file, OTHER_FILE);
  }

  public static CliException invalidContent(Path file, String whatIsWrong) {
    return unusable("the OAuth client file " + whatIsWrong, file, DOWNLOAD);
  }

  public static CliException invalidAddress(Path file, String key, String whatIsWrong) {
    return unusable(
        "\"%s\" in the OAuth client file %s".formatted(key, whatIsWrong), file, DOWNLOAD);
  }

  public static CliException webApplication(Path file) {
    return unusable("the OAuth client is a web application, not a desktop app", file, DOWNLOAD);
  }

  public static CliException serviceAccount(Path file) {
    return unusable("this is the key of a service account, not an OAuth client", file, DOWNLOAD);
  }

  /** For a file in which another program has stored its sign-in. */
  public static CliException invalidSignIn(Path file, String whatIsWrong) {
    Hint hint = c -> "Sign in again, using the program that made this file.";
    return unusable("the sign-in of another program " + whatIsWrong, file, hint);
  }

  /** For a login, which needs an OAuth client and not the sign-in of another program. */
  public static CliException finishedSignIn(Path file) {
    String what = "this is a sign-in of another program, which login cannot renew";
    Hint hint =
        c ->
            "Listing uses it as it is. To renew it, use the program that made it. To sign in here,"
                + " name the file of an OAuth client with --credentials or GMAIL_LABELS_CREDENTIALS.";
    return unusable(what, file, hint);
  }

  /** For a logout, which would end another sign-in than that of the file. */
  public static CliException foreignSignIn(Path file) {
    String what = "this is a sign-in of another program, which logout does not revoke";
    Hint hint =
        c ->
            "To revoke it, use the program that made it, or https://myaccount.google.com/connections."
                + " To revoke a sign-in of this program, leave out --credentials.";
    return unusable(what, file, hint);
  }

  public static CliException withoutSecret(Path file) {
    return unusable("the OAuth client file has no \"client_secret\"", file, NEW_SECRET);
  }

  /** The words are Google's own. */
  public static CliException refused(String words, String host, Path file) {
    String what =
        RequestProblems.withWords(
            host
                + " does not accept the OAuth client; it was deleted or disabled, or its secret"
                + " is wrong",
            words);
    return new CliException(Problem.INVALID_CLIENT, what, file, NEW_SECRET);
  }

  private static CliException unusable(String what, Path file, Hint hint) {
    return new CliException(Problem.CREDENTIALS_UNUSABLE, what, file, hint);
  }
}
