package gmaillabels;

import static gmaillabels.sandbox.Endpoint.LIST;
import static gmaillabels.sandbox.Response.error;
import static gmaillabels.sandbox.Response.json;
import static gmaillabels.sandbox.Response.oauthError;
import static org.assertj.core.api.Assertions.assertThat;

import gmaillabels.sandbox.Endpoint;
import gmaillabels.sandbox.SandboxGoogle;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Google refuses, in its own words, and the hint that fits the sign-in. */
class RefusalsTest {
  @AutoClose private final Machine machine = Machine.signedIn();
  private final SandboxGoogle google = machine.google;

  /**
   * Endpoint, status, reason and words of the response; exit code and message of the run. A line
   * behind {@code other:} stands in place of the one before it where the sign-in is another
   * program's; behind {@code variable:}, where the access token comes from the environment.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          LIST | 403 | accessNotConfigured | Gmail API is off | 5 | `the Gmail API is not enabled in your Google Cloud project: WORDS (HOST)
          Enable it, wait a few minutes, and try again: https://console.cloud.google.com/apis/library/gmail.googleapis.com`
          LIST | 403 | accessNotConfigured | Gmail API has not been used in project 17 before or it is disabled. | 5 | `the Gmail API is not enabled in your Google Cloud project: WORDS (HOST)
          Enable it, wait a few minutes, and try again: https://console.cloud.google.com/apis/library/gmail.googleapis.com?project=17`
          LIST | 403 | accessNotConfigured | It is disabled in project 18. Visit https://console.developers.google.com/apis?project=17 then retry. | 5 | `the Gmail API is not enabled in your Google Cloud project: WORDS (HOST)
          Enable it, wait a few minutes, and try again: https://console.developers.google.com/apis?project=17`
          LIST | 403 | accessNotConfigured | Project 17 is not found and cannot be used. | 5 | `the Google Cloud project of the OAuth client does not exist: WORDS (HOST)
          Make a new project and a client in it (https://console.cloud.google.com/projectcreate), save the client's JSON in place of the old one, then run: gmail-labels login
          other: Make a new project and a client in it (https://console.cloud.google.com/projectcreate), save the client's JSON in place of the old one, then sign in again, using the program that made FILE.`
          LIST | 403 | insufficientPermissions | Insufficient Permission | 5 | `the access token does not include the permission to list labels: WORDS (HOST)
          Sign in again and tick every box: gmail-labels login
          other: Sign in again with the scope gmail.readonly, gmail.labels or gmail.metadata, using the program that made FILE.
          variable: Set GMAIL_LABELS_ACCESS_TOKEN to one with the scope gmail.readonly, gmail.labels or gmail.metadata.`
          LIST | 403 | dailyLimitExceeded | Daily Limit Exceeded | 5 | `the quota of your Google Cloud project is used up: WORDS (HOST)
          See it at https://console.cloud.google.com/apis/api/gmail.googleapis.com/quotas and try again when it has been renewed.`
          LIST | 400 | failedPrecondition | Precondition check failed. | 5 | `the account has no Gmail mailbox, or Gmail is off for it: WORDS (HOST)
          See whether https://mail.google.com opens for this account. If not, sign in with another one: gmail-labels login
          other: See whether https://mail.google.com opens for this account. If not, sign in with another one, using the program that made FILE.
          variable: See whether https://mail.google.com opens for this account. If not, set GMAIL_LABELS_ACCESS_TOKEN to a token of another one.`
          LIST | 401 | authError | Invalid Credentials | 4 | `Gmail does not accept the sign-in, not even with a new access token: WORDS (HOST)
          variable: Gmail does not accept the access token in GMAIL_LABELS_ACCESS_TOKEN: WORDS (HOST)
          Sign in again: gmail-labels login
          other: Sign in again, using the program that made FILE.
          variable: It has expired, or is wrong: set a new one, or unset the variable to use a sign-in.`
          TOKEN | 400 | invalid_grant | Token has been expired or revoked. | 4 | `the sign-in has ended; it was revoked or has expired: invalid_grant: WORDS (HOST)
          This happens when access was removed at https://myaccount.google.com/connections, after a change of the password, after six months without use, and every 7 days while the consent screen is in "Testing".
          To end the 7 days, complete the Branding page (https://console.cloud.google.com/auth/branding), then publish the app (https://console.cloud.google.com/auth/audience); a Google Workspace organization can choose "Internal" there.
          Sign in again at a terminal: gmail-labels login
          other: Sign in again at a terminal, using the program that made FILE.`
          TOKEN | 401 | invalid_grant | reauth related error (invalid_rapt) | 4 | `your organization's session length ended the sign-in: invalid_grant: WORDS (HOST)
          This will happen again, unless an administrator exempts this app under "Google Cloud session control" in the Admin console.
          Sign in again at a terminal: gmail-labels login
          other: Sign in again at a terminal, using the program that made FILE.`
          TOKEN | 400 | policy_enforced | Account is protected | 4 | `a policy forbids the sign-in: policy_enforced: WORDS (HOST)
          Advanced Protection, or the administrator of your organization, blocks this app: ask them to allow the OAuth client, or try a scope that asks for less: gmail-labels login --scope=labels
          other: Advanced Protection, or the administrator of your organization, blocks this app: ask them to allow the OAuth client.`
          TOKEN | 401 | deleted_client | The OAuth client was deleted. | 3 | `HOST does not accept the OAuth client; it was deleted or disabled, or its secret is wrong: deleted_client: WORDS (FILE)
          Google shows a secret only once. Add a new secret to the client, or make a new client, at https://console.cloud.google.com/auth/clients, save its JSON there, then run: gmail-labels login
          other: Google shows a secret only once. Add a new secret to the client, or make a new client, at https://console.cloud.google.com/auth/clients, then sign in again, using the program that made FILE.`
          TOKEN | 401 | disabled_client | The OAuth client was disabled. | 3 | `HOST does not accept the OAuth client; it was deleted or disabled, or its secret is wrong: disabled_client: WORDS (FILE)
          Google shows a secret only once. Add a new secret to the client, or make a new client, at https://console.cloud.google.com/auth/clients, save its JSON there, then run: gmail-labels login
          other: Google shows a secret only once. Add a new secret to the client, or make a new client, at https://console.cloud.google.com/auth/clients, then sign in again, using the program that made FILE.`
          TOKEN | 400 | invalid_request | client_secret is missing. | 3 | `HOST does not accept the OAuth client; it was deleted or disabled, or its secret is wrong: invalid_request: WORDS (FILE)
          Google shows a secret only once. Add a new secret to the client, or make a new client, at https://console.cloud.google.com/auth/clients, save its JSON there, then run: gmail-labels login
          other: Google shows a secret only once. Add a new secret to the client, or make a new client, at https://console.cloud.google.com/auth/clients, then sign in again, using the program that made FILE.`
          TOKEN | 400 | invalid_request | Bad Request | 5 | `refused with status 400: invalid_request: WORDS (HOST)`
          """)
  void areShownInGooglesWords(
      Endpoint endpoint, int status, String reason, String words, int exitCode, String message)
      throws IOException {
    google.respondAlways(
        endpoint,
        endpoint == LIST ? error(status, reason, words) : oauthError(status, reason, words));
    String text = message.replace("WORDS", words);
    String refreshToken = Machine.token(machine.tokenFile(), "1//");
    Files.writeString(machine.work.resolve("token.json"), AuthorizedUserTest.python(machine));
    if (endpoint != LIST) {
      machine.passTwoHours();
    }

    assertThat(machine.run("--no-input").failure(exitCode))
        .isEqualTo(ofSignIn("", text).replace("FILE", "WORK/credentials.json"));
    assertThat(google.requests(endpoint)).hasSize(endpoint == LIST && status == 401 ? 2 : 1);
    assertThat(machine.waits).isEmpty();
    assertThat(Machine.token(machine.tokenFile(), "1//")).isEqualTo(refreshToken);
    assertThat(machine.run("--no-input", "--verbose").failure(exitCode))
        .doesNotContain("at gmaillabels", "caused by");
    assertThat(machine.run("--no-input", "--credentials=token.json").failure(exitCode))
        .isEqualTo(ofSignIn("other: ", text).replace("FILE", "WORK/token.json"));
    if (endpoint == LIST) {
      machine.variables.put("GMAIL_LABELS_ACCESS_TOKEN", google.authorization.accessToken());
      machine.google.clearRequests();
      assertThat(machine.run().failure(exitCode)).isEqualTo(ofSignIn("variable: ", text));
      assertThat(google.endpoints()).containsExactly(LIST);
    }
  }

  private static String ofSignIn(String mark, String message) {
    List<String> lines = new ArrayList<>();
    for (String line : message.split("\n")) {
      if (!mark.isEmpty() && line.startsWith(mark)) {
        lines.set(lines.size() - 1, line.substring(mark.length()));
      } else if (!line.matches("(other|variable): .*")) {
        lines.add(line);
      }
    }
    return "gmail-labels: %s\n".formatted(String.join("\n", lines));
  }

  @Test
  void detailsOfAnErrorNameThePage() {
    google.respondAlways(
        LIST,
        json(
            403,
            """
            {"error": {"code": 403, "message": "Gmail API is off", "status": "PERMISSION_DENIED",
              "details": [{"@type": "type.googleapis.com/google.rpc.Help",
                  "links": [{"description": "Console", "url": "https://console.developers.google.com/17"}]},
                {"@type": "type.googleapis.com/google.rpc.ErrorInfo",
                  "reason": "SERVICE_DISABLED", "domain": "googleapis.com"}]}}"""));

    assertThat(machine.run().failure(5))
        .isEqualTo(
            """
            gmail-labels: the Gmail API is not enabled in your Google Cloud project: Gmail API is off (HOST)
            Enable it, wait a few minutes, and try again: https://console.developers.google.com/17
            """);
  }

  @Test
  void wordsStayOneLineOfBoundedLength() {
    google.respondNext(
        LIST,
        error(403, "domainPolicy", "The domain\u001b[31m administrators\nhave disabled it"),
        error(418, "teapot", "x".repeat(10_000)),
        error(418, "teapot", ""));

    assertThat(machine.run().failure(5))
        .isEqualTo(
            """
            gmail-labels: a policy of your organization forbids this: The domain\\u001b[31m administrators\\u000ahave disabled it (HOST)
            Ask its administrator to allow the OAuth client.
            """);
    assertThat(machine.run().failure(5))
        .isEqualTo("gmail-labels: refused with status 418: " + "x".repeat(500) + "… (HOST)\n");
    assertThat(machine.run().failure(5))
        .isEqualTo("gmail-labels: refused with status 418 (HOST)\n");
  }
}
