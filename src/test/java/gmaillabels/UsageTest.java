package gmaillabels;

import static gmaillabels.sandbox.Endpoint.AUTHORIZE;
import static gmaillabels.sandbox.Endpoint.LIST;
import static gmaillabels.sandbox.Response.status;
import static org.assertj.core.api.Assertions.assertThat;

import gmaillabels.sandbox.SandboxGoogle;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line and the variables that stand in for it. */
class UsageTest {
  private static final String FIELDS =
      "id, name, type, messagesTotal, messagesUnread, threadsTotal, threadsUnread,"
          + " messageListVisibility, labelListVisibility, color";

  @AutoClose private final Machine machine = Machine.signedOut();
  private final SandboxGoogle google = machine.google;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          --fromat                  | unknown option: '--fromat'; did you mean '--format'?
          --colour                  | unknown option: '--colour'; did you mean '--color'?
          login logout              | only one command is allowed, and 'logout' is a second one
          login --unread            | --unread is for listing, not for login
          status -0                 | --null is for listing, not for status
          status -fjson             | --format is for listing, not for status
          --scope=everything        | --scope must be one of readonly, labels, metadata: 'everything'
          --scope                   | --scope needs a value
          --counts -m               | --match needs a value
          --type --counts           | --type needs a value
          login --port              | --port needs a value
          --login-timeout=5m        | --login-timeout must be a number of seconds from 1 to 2147483647: '5m'
          --login-timeout=0         | --login-timeout must be a number of seconds from 1 to 2147483647: '0'
          --port=65536              | --port must be a number from 1 to 65535: '65536'
          --port=http               | --port must be a number from 1 to 65535: 'http'
          --tokens=                 | --tokens needs a value
          --format=xml              | --format must be one of plain, table, tree, json, csv: 'xml'
          --sort=size               | --sort must be one of gmail, name, messages, unread: 'size'
          --type=new                | --type must be one of all, system, user: 'new'
          --color=red               | --color must be one of auto, always, never: 'red'
          --format=json -0          | --null is for --format=plain only
          --format=tree --fields=id | --fields is not for --format=tree, which shows names
          --unread login            | --unread is for listing, not for login
          --fields=id,size          | --fields has 'size', which is none of FIELDS
          --fields=id,              | --fields has '', which is none of FIELDS
          --fields=messageTotal     | --fields has 'messageTotal', which is none of FIELDS; did you mean 'messagesTotal'?
          --fields=unread           | --fields has 'unread', which is none of FIELDS; did you mean 'messagesUnread'?
          help foo                  | there is no command 'foo'
          help statsu               | there is no command 'statsu'; did you mean 'status'?
          generate-completion zsh   | SHELL must be bash (zsh takes it too) or fish: 'zsh'
          generate-completion fsh   | SHELL must be bash (zsh takes it too) or fish: 'fsh'; did you mean 'fish'?
          """)
  void wrongUsage(String arguments, String message) {
    assertThat(machine.run(arguments.split(" ")).failure(2))
        .isEqualTo(
            "gmail-labels: %s\nSee: gmail-labels --help\n"
                .formatted(message.replace("FIELDS", FIELDS)));
    assertThat(google.requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          work                | there is no command 'work'                          | work
          lgoin               | there is no command 'lgoin'; did you mean 'login'?   | lgoin
          statsu              | there is no command 'statsu'; did you mean 'status'? | statsu
          a b                 | there is no command 'a b'                           | '''a b'''
          """)
  void wordThatIsNoCommandIsPerhapsALabel(String word, String message, String quoted) {
    assertThat(machine.run(word).failure(2))
        .isEqualTo(
            """
            gmail-labels: %s
            To list the label that is called so: gmail-labels --name=%s
            To list those whose name contains it: gmail-labels --match=%s
            See: gmail-labels --help
            """
                .formatted(message, quoted, quoted));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          list                | there is no command 'list'                        | Listing needs no command: gmail-labels
          login me@gmail.com  | unexpected word after login: 'me@gmail.com'       | To choose the account: gmail-labels login --account=me@gmail.com
          logout work         | unexpected word after logout: 'work'              | To choose the account: gmail-labels logout --account=work
          accounts work       | unexpected word after accounts: 'work'            | See: gmail-labels accounts --help
          help login x        | unexpected word after help: 'x'                   | See: gmail-labels help --help
          -- login            | no command may follow '--'                        | Leave out the '--': gmail-labels login
          """)
  void unexpectedWordGetsTheHintThatFits(String arguments, String message, String hint) {
    assertThat(machine.run(arguments.split(" ")).failure(2))
        .isEqualTo("gmail-labels: %s\n%s\n".formatted(message, hint));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      textBlock =
          """
          a(b,    unclosed group, 3
          a),     unmatched closing ')', 0
          (?<n>,  unclosed group, 5
          (?<,    capturing group name does not start with a Latin letter, 3
          *a,     dangling meta character '*', 0
          영수증[, unclosed character class, 6
          a\\,    unescaped trailing backslash, 2
          """)
  void brokenRegularExpressionIsShownWithItsPlace(String regex, String problem, int column) {
    assertThat(machine.run("--match=" + regex).failure(2))
        .isEqualTo(
            """
            gmail-labels: --match is not a regular expression: %s
              %s
              %s^
            See: gmail-labels --help
            """
                .formatted(problem, regex, " ".repeat(column)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          GMAIL_LABELS_SCOPE; everything; must be one of readonly, labels, metadata
          GMAIL_LABELS_ACCOUNT; a/b; may have letters, digits and . _ - + @ only
          GMAIL_LABELS_API_URL; https://localhost:99999/; is not an address with a host
          GMAIL_LABELS_API_URL; https://gmail.example/; is not a Google address
          GMAIL_LABELS_API_URL; http://gmail.example/; is not an https address
          GMAIL_LABELS_API_URL; http://127.999.1.1/; is not an https address
          GMAIL_LABELS_API_URL; http://127.0.0.1:0/; is not an address with a host
          GMAIL_LABELS_API_URL; http://127.0.0.1:port/; is not an address
          """)
  void badVariableIsNamed(String variable, String value, String problem) {
    machine.variables.put(variable, value);

    assertThat(machine.run("--no-input").failure(2))
        .startsWith("gmail-labels: %s %s: '%s'\n".formatted(variable, problem, value));
  }

  @Test
  void emptyVariableCountsAsNotSetAndOthersAreTakenAsTheyAre() {
    for (String name :
        List.of("ACCOUNT", "SCOPE", "TOKENS", "CREDENTIALS", "NO_INPUT", "ACCESS_TOKEN")) {
      machine.variables.put("GMAIL_LABELS_" + name, "");
    }
    machine.run().succeeded();
    assertThat(machine.tokenFile()).exists();

    machine.variables.put("GMAIL_LABELS_TOKENS", "a${env:HOME}$b");
    machine.run().succeeded();
    assertThat(machine.work.resolve("a${env:HOME}$b/default.json")).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "a/b", "a b", "a\\b", "a\nb", "*", "._default"})
  void accountThatIsNoFileName(String account) {
    assertThat(machine.run("--account=" + account).failure(2))
        .startsWith(
            account.startsWith("._")
                ? "gmail-labels: --account must not begin with a dot: '._default'\n"
                : "gmail-labels: --account may have letters, digits and . _ - + @ only: '");
    assertThat(google.requests()).isEmpty();
  }

  @Test
  void optionsCountBeforeAndAfterTheCommandAndTheLastOfSeveral() {
    machine.run("--tokens=a", "login").succeeded();
    machine.run("login", "--tokens=b").succeeded();
    assertThat(machine.work.resolve("a/default.json")).exists();
    assertThat(machine.work.resolve("b/default.json")).exists();

    String[] several = {"--scope=metadata", "--no-input", "--scope=readonly", "--no-input"};
    machine.variables.put("GMAIL_LABELS_TOKENS", "a");
    machine.run(several).listing();
  }

  @Test
  void signInThatIsForbiddenNamesWhatForbidsIt() {
    String message =
        """
        gmail-labels: login starts a sign-in, and %s forbids it
        Sign in at a terminal: %sgmail-labels login
        """;
    assertThat(machine.run("login", "--no-input").failure(4))
        .isEqualTo(message.formatted("--no-input", ""));

    machine.variables.put("GMAIL_LABELS_NO_INPUT", "1");
    assertThat(machine.run("login").failure(4))
        .isEqualTo(message.formatted("GMAIL_LABELS_NO_INPUT", "GMAIL_LABELS_NO_INPUT=0 "));
    assertThat(machine.run().failure(4))
        .endsWith("Sign in at a terminal: GMAIL_LABELS_NO_INPUT=0 gmail-labels login\n");
  }

  @Test
  void variablesStandInForOptions() {
    machine.variables.put("GMAIL_LABELS_ACCOUNT", "work");
    machine.variables.put("GMAIL_LABELS_TOKENS", "here");
    machine.variables.put("GMAIL_LABELS_SCOPE", "labels");
    machine.variables.put("GMAIL_LABELS_NO_INPUT", "1");
    machine.run().failure(4);

    machine.variables.put("GMAIL_LABELS_NO_INPUT", "0");
    machine.run().succeeded();

    assertThat(machine.work.resolve("here/work.json")).exists();
    assertThat(google.requests(AUTHORIZE).get(0).parameters())
        .containsEntry("scope", "https://www.googleapis.com/auth/gmail.labels")
        .doesNotContainKey("login_hint");
  }

  @Test
  void theCommandToRunNamesWhatWasGiven() {
    assertThat(machine.run("--no-input", "--tokens", "my tokens").failure(4))
        .endsWith("gmail-labels login '--tokens=my tokens'\n");

    machine.variables.put("GMAIL_LABELS_ACCOUNT", "work");
    assertThat(machine.run("--no-input", "--account=home").failure(4))
        .endsWith("gmail-labels login --account=home\n");
  }

  @Test
  void onlyADefectHasAStackTrace() {
    machine.signIn();
    google.respondAlways(LIST, status(400));
    assertThat(machine.run("--verbose").failure(5)).doesNotContain("Exception", "gmaillabels.");

    machine.program = List.of("/bin/gmail-labels");
    machine.workingDirectory = null;
    assertThat(machine.run("--verbose").failure(1))
        .contains("something unexpected happened (NullPointerException)", "gmaillabels.cli.");
    assertThat(machine.run().failure(1).lines()).hasSize(2);
  }

  @Test
  void helpAndVersionGoToStandardOutput() {
    String help = machine.run("--help").listing();

    assertThat(help).startsWith("Usage: gmail-labels [OPTIONS] [COMMAND]\n").contains("130");
    assertThat(help.lines()).allMatch(line -> line.length() <= 80);
    assertThat(machine.run("help").listing()).isEqualTo(help);
    assertThat(machine.run("help", "login").listing())
        .startsWith("Usage: gmail-labels login [OPTIONS]")
        .isEqualTo(machine.run("login", "-h").listing());
    assertThat(machine.run("--version").listing()).isEqualTo("gmail-labels test\n");
    assertThat(google.requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          login               | --credentials --tokens --account --scope --no-browser --port --login-timeout --verbose --help
          logout              | --tokens --account --verbose --help
          status              | --credentials --tokens --account --scope --help
          accounts            | --tokens --help
          generate-completion | --help
          help                | --help
          """)
  void helpShowsTheOptionsThatACommandUses(String command, String options) {
    assertThat(machine.run(command, "--help").listing().lines())
        .extracting(line -> line.replaceFirst("^ *(-\\w, )?(--[a-z-]+)?.*", "$2"))
        .filteredOn(name -> !name.isEmpty())
        .containsExactly(options.split(" "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"login", "logout", "status", "accounts", "generate-completion"})
  void optionsThatACommandDoesNotUseAreAcceptedAllTheSame(String command) {
    String help = machine.run(command, "-h").listing();

    assertThat(machine.run("--port=80", "--no-input", "-va", "b", command, "-h").listing())
        .isEqualTo(machine.run(command, "--port=80", "--no-input", "-va", "b", "-h").listing())
        .isEqualTo(help);
  }

  @Test
  void completionScriptsAreForBashAndFish() {
    String script = machine.run("generate-completion").listing();

    assertThat(script).startsWith("#!/usr/bin/env bash\n");
    assertThat(machine.run("generate-completion", "bash").listing()).isEqualTo(script);
    assertThat(machine.run("generate-completion", "fish").listing())
        .startsWith("complete -c gmail-labels -f\n");
    assertThat(google.requests()).isEmpty();
  }
}
