package gmaillabels;

import static gmaillabels.sandbox.Endpoint.BATCH;
import static gmaillabels.sandbox.Endpoint.GET;
import static gmaillabels.sandbox.Endpoint.LIST;
import static gmaillabels.sandbox.Endpoint.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import gmaillabels.sandbox.Answer;
import gmaillabels.sandbox.SandboxGoogle;
import gmaillabels.sandbox.SandboxLabel;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Formats, fields, filters, orders and counts, with names of every kind. */
@Timeout(60)
class FormatTest {
  @TempDir Path folder;
  private SandboxGoogle google;
  private Machine machine;

  @BeforeEach
  void start() throws IOException {
    google = SandboxGoogle.start();
    google.labels(
        List.of(
            SandboxLabel.system("INBOX").withCounts(10, 3, 8, 2),
            SandboxLabel.user("Label_1", "Work").withCounts(4, 0, 4, 0),
            SandboxLabel.user("Label_2", "Work/Clients/Acme").withCounts(2, 1, 1, 1),
            SandboxLabel.user("Label_3", "Work/Clients")
                .withColor("#ffffff", "#16a765")
                .withCounts(7, 1, 5, 1),
            SandboxLabel.user("Label_4", "Home/Bills").withCounts(0, 0, 0, 0),
            SandboxLabel.user("Label_5", "Work/Urgent").withCounts(7, 7, 7, 7)));
    machine = new Machine(google, folder).signedIn();
  }

  @AfterEach
  void stop() {
    google.close();
  }

  private static List<SandboxLabel> named(String... names) {
    List<SandboxLabel> labels = new ArrayList<>();
    for (String name : names) {
      labels.add(SandboxLabel.user("L" + labels.size(), name).withCounts(1, 1, 1, 1));
    }
    return labels;
  }

  static Stream<Arguments> listings() {
    return Stream.of(
        Arguments.of("", "INBOX\nWork\nWork/Clients/Acme\nWork/Clients\nHome/Bills\nWork/Urgent\n"),
        Arguments.of(
            "--fields=id,name,color",
            """
            INBOX\tINBOX\t
            Label_1\tWork\t
            Label_2\tWork/Clients/Acme\t
            Label_3\tWork/Clients\t#ffffff/#16a765
            Label_4\tHome/Bills\t
            Label_5\tWork/Urgent\t
            """),
        Arguments.of(
            "--fields=name,messagesUnread --type=system",
            """
            INBOX\t3
            """),
        Arguments.of("-0 --match=^work$ --match=BILLS", "Work\0Home/Bills\0"),
        Arguments.of("--null --match=^work$", "Work\0"),
        Arguments.of("--type=user --match=a --match=u", "Work/Clients/Acme\nWork/Urgent\n"),
        Arguments.of(
            "--unread --sort=unread", "Work/Urgent\nINBOX\nWork/Clients\nWork/Clients/Acme\n"),
        Arguments.of(
            "--sort=messages",
            "INBOX\nWork/Clients\nWork/Urgent\nWork\nWork/Clients/Acme\nHome/Bills\n"),
        Arguments.of(
            "--sort=name",
            "Home/Bills\nINBOX\nWork\nWork/Clients\nWork/Clients/Acme\nWork/Urgent\n"),
        Arguments.of(
            "--format=tree",
            """
            INBOX
            Work
            ├── Clients
            │   └── Acme
            └── Urgent
            Home/Bills
            """),
        Arguments.of(
            "-f tree --counts --sort=name",
            """
            Home/Bills (0/0)
            INBOX (3/10)
            Work (0/4)
            ├── Clients (1/7)
            │   └── Acme (1/2)
            └── Urgent (7/7)
            """),
        Arguments.of(
            "-f tree --match=acme|work$",
            """
            Work
            └── Clients/Acme
            """),
        Arguments.of(
            "--format=table",
            """
            ID       NAME               TYPE
            INBOX    INBOX              system
            Label_1  Work               user
            Label_2  Work/Clients/Acme  user
            Label_3  Work/Clients       user
            Label_4  Home/Bills         user
            Label_5  Work/Urgent        user
            """),
        Arguments.of(
            "--format=table --fields=name --counts --match=c",
            """
            NAME               MESSAGES TOTAL  MESSAGES UNREAD  THREADS TOTAL  THREADS UNREAD
            Work/Clients/Acme               2                1              1               1
            Work/Clients                    7                1              5               1
            """),
        Arguments.of(
            "--format=csv --type=system",
            """
            id,name,type
            INBOX,INBOX,system
            """),
        Arguments.of(
            "--format=csv --counts --match=^work/clients$",
            """
            id,name,type,messagesTotal,messagesUnread,threadsTotal,threadsUnread
            Label_3,Work/Clients,user,7,1,5,1
            """),
        Arguments.of(
            "--format=json --match=clients$ --match=inbox",
            """
            [
              {"id":"INBOX","name":"INBOX","type":"system"},
              {"id":"Label_3","name":"Work/Clients","type":"user","messageListVisibility":"show","labelListVisibility":"labelShow","color":{"textColor":"#ffffff","backgroundColor":"#16a765"}}
            ]
            """),
        Arguments.of(
            "--format=json --fields=threadsUnread,name,name --match=inbox",
            """
            [
              {"threadsUnread":2,"name":"INBOX"}
            ]
            """),
        Arguments.of(
            "--format=json --counts --fields=id --match=inbox",
            """
            [
              {"id":"INBOX","messagesTotal":10,"messagesUnread":3,"threadsTotal":8,"threadsUnread":2}
            ]
            """));
  }

  @ParameterizedTest
  @MethodSource("listings")
  void listing(String options, String expected) {
    Run run = machine.run(options.isEmpty() ? new String[0] : options.split(" "));

    assertThat(run.out()).isEqualTo(expected);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "table", "tree", "csv", "json"})
  void noLabels(String format) {
    Run run = machine.run("--format=" + format, "--match=nothing");

    assertThat(run.out())
        .isEqualTo(
            switch (format) {
              case "csv" -> "id,name,type\n";
              case "json" -> "[]\n";
              default -> "";
            });
    assertThat(run.err()).isEqualTo("No labels found.\n");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void nothingIsAskedForThatIsNotNeeded() {
    machine.run("--format=json", "--counts", "--type=user", "--match=bills");

    assertThat(google.requests(LIST)).hasSize(1);
    assertThat(google.requests(LIST).get(0).parameters().get("fields"))
        .isEqualTo("labels(id,name,type,messageListVisibility,labelListVisibility,color)");
    assertThat(google.requests(GET)).hasSize(1);
    google.clearRequests();

    machine.run("--counts");
    assertThat(google.httpRequests()).isEqualTo(1);
  }

  @Test
  void tenThousandLabelsWithCountsTake201Requests() {
    google.labels(SandboxLabel.many(10_000));

    Run run = machine.run("--format=csv", "--counts");

    assertThat(run.out().lines()).hasSize(10_001);
    assertThat(google.httpRequests()).isEqualTo(201);
    assertThat(google.requests(BATCH)).hasSize(200);
    assertThat(google.requests(GET)).hasSize(10_000);
  }

  @Test
  void progressIsShownOnATerminalForMoreThanOneBatch() {
    google.labels(SandboxLabel.many(101));
    assertThat(machine.run("--sort=unread").err()).isEmpty();

    machine.errIsTerminal = true;
    assertThat(machine.run("--sort=messages").err())
        .isEqualTo(
            "\r\u001b[KCounting: 50 of 101 labels\r\u001b[KCounting: 100 of 101 labels\r\u001b[K");

    google.labels(SandboxLabel.many(50));
    assertThat(machine.run("--sort=messages").err()).isEmpty();
  }

  @Test
  void onlyWhatFailedInABatchIsAskedForAgain() {
    google.answerNext(
        GET,
        Answer.real(),
        Answer.status(503),
        Answer.error(403, "rateLimitExceeded", "slow down"),
        Answer.status(429));

    Run run = machine.run("--fields=messagesTotal", "--sort=name");

    assertThat(run.out()).isEqualTo("0\n10\n4\n7\n2\n7\n");
    assertThat(run.err()).isEmpty();
    assertThat(google.requests(BATCH)).hasSize(2);
    assertThat(google.requests(GET)).hasSize(6 + 3);
    assertThat(machine.waits).hasSize(1);
  }

  @Test
  void lastingFailureOfAPartIsExit6() {
    google.answerAlways(GET, Answer.status(503));

    Run run = machine.run("--unread");

    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.outBytes()).isEmpty();
    assertThat(run.err()).startsWith("gmail-labels: the server failed with status 503");
    assertThat(google.requests(BATCH)).hasSize(5);
  }

  @Test
  void refusalOfAPartIsExit5() {
    google.answerNext(GET, Answer.error(403, "insufficientPermissions", "Insufficient Permission"));

    Run run = machine.run("--unread");

    assertThat(run.exitCode()).isEqualTo(5);
    assertThat(run.err()).startsWith("gmail-labels: the sign-in does not include the permission");
  }

  @Test
  void labelThatIsGoneIsLeftOutWithAWarning() {
    google.answerNext(GET, Answer.real(), Answer.error(404, "notFound", "Not Found"));

    Run run = machine.run("--sort=messages");

    assertThat(run.out()).doesNotContain("Work\n").contains("INBOX\n");
    assertThat(run.err())
        .isEqualTo("gmail-labels: warning: left out a label that was deleted just now (Work)\n");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void batchThatIsRefusedAsAWholeIsSentAgainWithANewAccessToken() {
    google.answerNext(BATCH, Answer.status(401));

    assertThat(machine.run("--unread", "--no-input").exitCode()).isZero();
    assertThat(google.requests(TOKEN)).hasSize(1);
    assertThat(machine.waits).isEmpty();
  }

  @Test
  void partsThatAreRefusedAreSentAgainWithANewAccessToken() {
    google.answerNext(GET, Answer.status(401), Answer.real(), Answer.status(401));

    Run run = machine.run("--sort=name", "--fields=messagesTotal", "--no-input");

    assertThat(run.out()).isEqualTo("0\n10\n4\n7\n2\n7\n");
    assertThat(google.requests(TOKEN)).hasSize(1);
    assertThat(machine.waits).isEmpty();
  }

  @Test
  void partsThatAreRefusedForGoodAreExit4() {
    google.answerAlways(GET, Answer.status(401));

    assertThat(machine.run("--unread", "--no-input").exitCode()).isEqualTo(4);
    assertThat(google.requests(TOKEN)).hasSize(1);
  }

  @Test
  void retryAfterInAPartIsObeyed() {
    google.answerNext(GET, Answer.status(429).header("Retry-After", "7"));

    assertThat(machine.run("--unread").exitCode()).isZero();
    assertThat(machine.waits).containsExactly(Duration.ofSeconds(7));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "", "<html>", "--x\r\n\r\n--x--"})
  void batchAnswerThatIsNotGooglesIsExit6(String body) {
    google.answerAlways(BATCH, Answer.body(200, "application/json", body));

    Run run = machine.run("--unread");

    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.outBytes()).isEmpty();
    assertThat(run.err()).startsWith("gmail-labels: the answer is not Google's: ");
  }

  @Test
  void sortByNameIsTheOrderOfBytes() {
    String[] names = {"b", "B", "a/b", "a b", "é", "z", "\uFF5A", "🎉", "e\u0301", "가", "aa", "a"};
    google.labels(named(names));
    byte[][] bytes =
        Stream.of(names).map(n -> n.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    java.util.Arrays.sort(bytes, java.util.Arrays::compareUnsigned);

    assertThat(machine.run("--sort=name").out().lines())
        .containsExactlyElementsOf(
            Stream.of(bytes).map(b -> new String(b, StandardCharsets.UTF_8)).toList());
  }

  @Test
  void matchKnowsTheLettersOfAllLanguages() {
    google.labels(named("ÉCOLE", "école", "Straße", "업무", "work"));

    assertThat(machine.run("--match=école").out()).isEqualTo("ÉCOLE\nécole\n");
    assertThat(machine.run("--match=^\\w\\w$").out()).isEqualTo("업무\n");
  }

  static Stream<Arguments> wrongUsage() {
    return Stream.of(
        Arguments.of(
            "--match=a(b", "--match is not a regular expression: Unclosed group near index 3\na(b"),
        Arguments.of(
            "--match=a\ufffdb",
            "'--match=a\ufffdb' cannot be read in this locale (try LC_ALL=C.UTF-8)"),
        Arguments.of(
            "--format=xml", "--format must be one of plain, table, tree, json, csv: 'xml'"),
        Arguments.of("--sort=size", "--sort must be one of gmail, name, messages, unread: 'size'"),
        Arguments.of("--type=new", "--type must be one of all, system, user: 'new'"),
        Arguments.of("--color=red", "--color must be one of auto, always, never: 'red'"),
        Arguments.of("--format=json -0", "--null is for --format=plain only"),
        Arguments.of(
            "--format=tree --fields=id", "--fields is not for --format=tree, which shows names"),
        Arguments.of("--unread login", "--unread is for listing, not for login"),
        Arguments.of(
            "--fields=id,size",
            "--fields has 'size', which is none of id, name, type, messagesTotal, messagesUnread,"
                + " threadsTotal, threadsUnread, messageListVisibility, labelListVisibility,"
                + " color"),
        Arguments.of(
            "--fields=id,",
            "--fields has '', which is none of id, name, type, messagesTotal, messagesUnread,"
                + " threadsTotal, threadsUnread, messageListVisibility, labelListVisibility,"
                + " color"));
  }

  @ParameterizedTest
  @MethodSource("wrongUsage")
  void wrongUsageIsExit2(String arguments, String message) {
    Run run = machine.run(arguments.split(" "));

    assertThat(run.err()).isEqualTo("gmail-labels: " + message + "\nSee: gmail-labels --help\n");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.outBytes()).isEmpty();
    assertThat(google.requests()).isEmpty();
  }

  private static final String[] HOSTILE = {
    "line\nbreak", "\u001b[31mred", "right\u202eleft", "zero\u200bwidth", "tab\there",
        "\u0085\u007f",
    "quote\"comma,", "=1+1", "\\u0041", "\ufeffbom", "half\ud83d", "c\u0000nul"
  };

  @Test
  void hostileNamesAreRawInAPipeWithOneWarning() {
    google.labels(named("a\tb", "c\u001b", "d\ne", "f\ng"));

    Run run = machine.run();
    assertThat(run.out()).isEqualTo("a\tb\nc\u001b\nd\ne\nf\ng\n");
    assertThat(run.err())
        .isEqualTo(
            "gmail-labels: warning: a label's name holds a line break or a tab; use -0 or"
                + " --format=json to tell it apart\n");
    assertThat(machine.run("-0").out()).isEqualTo("a\tb\0c\u001b\0d\ne\0f\ng\0");
    assertThat(machine.run("-0").err()).isEmpty();
    assertThat(machine.run("--format=json").err()).isEmpty();
    assertThat(machine.run("--format=csv").err()).isEmpty();
    assertThat(machine.run("--fields=id").err()).isEmpty();

    google.labels(named("a\tb"));
    assertThat(machine.run().err()).isEmpty();
    assertThat(machine.run("--fields=id,name").err()).contains("warning");
  }

  @Test
  void hostileNamesAreEscapedOnATerminal() {
    google.labels(named(HOSTILE));
    machine.outIsTerminal = true;

    Run run = machine.run();

    assertThat(run.out())
        .isEqualTo(
            """
            line\\u000abreak
            \\u001b[31mred
            right\\u202eleft
            zero\\u200bwidth
            tab\\u0009here
            \\u0085\\u007f
            quote"comma,
            =1+1
            \\u0041
            \\ufeffbom
            half?
            c\\u0000nul
            """);
    assertThat(run.err()).isEmpty();
    for (String format : List.of("table", "tree", "csv", "json")) {
      assertThat(machine.run("--format=" + format).out())
          .doesNotContain("\u001b", "\u202e", "\u200b", "\u0085", "\u007f", "\ufeff", "\u0000");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void jsonIsReadBackByAnotherParser(boolean terminal) {
    google.labels(named(HOSTILE));
    machine.outIsTerminal = terminal;

    JsonArray labels = JsonParser.parseString(machine.run("-f", "json").out()).getAsJsonArray();

    for (int i = 0; i < HOSTILE.length; i++) {
      // A half character cannot be written in UTF-8.
      assertThat(labels.get(i).getAsJsonObject().get("name").getAsString())
          .isEqualTo(HOSTILE[i].replace('\ud83d', '?'));
    }
  }

  @Test
  void csvIsReadBackByAnotherParser() throws IOException {
    google.labels(named(HOSTILE));

    List<CSVRecord> rows =
        CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .get()
            .parse(new StringReader(machine.run("-f", "csv").out()))
            .getRecords();

    for (int i = 0; i < HOSTILE.length; i++) {
      assertThat(rows.get(i).get("name")).isEqualTo(HOSTILE[i].replace('\ud83d', '?'));
    }
  }

  @Test
  void columnsStayAligned() {
    google.labels(
        named(
            "a",
            "업무",
            "🎉 Party",
            "Cafe\u0301",
            "שלום",
            "e\u0301\u0302",
            "\u1100\u1161\u11a8",
            "＋"));

    assertThat(machine.run("--format=table", "--fields=name,id").out())
        .isEqualTo(
            """
            NAME      ID
            a         L0
            업무      L1
            🎉 Party  L2
            Cafe\u0301      L3
            שלום      L4
            e\u0301\u0302         L5
            \u1100\u1161\u11a8        L6
            ＋        L7
            """);
  }

  @Test
  void coloursAreShownOnAColourTerminalOnly() {
    String painted = "\u001b[38;2;255;255;255;48;2;22;167;101mWork/Clients\u001b[0m  Label_3\n";
    String[] table = {"--format=table", "--fields=name,id", "--match=clients$"};

    assertThat(machine.run(table).out()).doesNotContain("\u001b");
    assertThat(
            machine
                .run("--color=always", "--format=table", "--fields=name,id", "--match=clients$")
                .out())
        .endsWith(painted);
    machine.outIsTerminal = true;
    assertThat(machine.run(table).out()).endsWith(painted);
    assertThat(machine.run("--color=never", "--format=table").out()).doesNotContain("\u001b");
    machine.variables.put("NO_COLOR", "1");
    assertThat(machine.run(table).out()).doesNotContain("\u001b");
    machine.variables.remove("NO_COLOR");
    machine.variables.put("TERM", "dumb");
    assertThat(machine.run(table).out()).doesNotContain("\u001b");
  }

  @Test
  void treeOfNamesThatAreNoTree() {
    google.labels(named("a/b/c", "a/", "/x", "a", "a", "a//b", "x/y", "/"));

    assertThat(machine.run("-f", "tree").out())
        .isEqualTo(
            """
            a/
            └── b
            /x
            a
            └── b/c
            a
            x/y
            /
            """);
  }

  @Test
  void countsSurviveAnExpiredToken() {
    machine.pass(Duration.ofHours(2));

    assertThat(machine.run("--unread", "--no-input").exitCode()).isZero();
  }

  @Test
  void completionScriptKnowsOptionsAndWords() {
    Run run = machine.run("generate-completion");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .startsWith("#!/usr/bin/env bash\n")
        .contains("complete -F _complete_gmail-labels")
        .contains("--fields")
        .contains("\"plain\" \"table\" \"tree\" \"json\" \"csv\"");
    assertThat(run.out()).isEqualTo(machine.run("generate-completion").out());
    assertThat(google.requests()).isEmpty();
  }
}
