package gmaillabels;

import static gmaillabels.sandbox.Endpoint.LIST;
import static gmaillabels.sandbox.Response.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import gmaillabels.label.Label;
import gmaillabels.output.TreeFormat;
import gmaillabels.sandbox.SandboxGoogle;
import gmaillabels.sandbox.SandboxLabel;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Formats, fields, filters and orders, with names of every kind. */
class FormatsTest {
  private static final String[] HOSTILE = {
    "line\nbreak",
    "\u001b[31mred",
    "right\u202eleft",
    "zero\u200bwidth",
    "tab\there",
    "\u0085\u007f",
    "quote\"comma,",
    "carriage\rreturn",
    "=1+1",
    "\\u0041",
    "\ufeffbom",
    "half\ud83d",
    "c\u0000nul"
  };

  @AutoClose private final Machine machine = Machine.signedIn();
  private final SandboxGoogle google = machine.google;

  @BeforeEach
  void fillMailbox() {
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
  }

  /** Each command with what it prints. */
  static Stream<Arguments> listings() {
    return Stream.of(
            """
            $ --fields=id,name,color
            INBOX\tINBOX\t
            Label_1\tWork\t
            Label_2\tWork/Clients/Acme\t
            Label_3\tWork/Clients\t#ffffff/#16a765
            Label_4\tHome/Bills\t
            Label_5\tWork/Urgent\t
            $ --fields=name,messagesUnread --type=system
            INBOX\t3
            $ --counts -t system
            INBOX\t10\t3\t8\t2
            $ --type=user --match=a --match=u
            Work/Clients/Acme
            Work/Urgent
            $ --unread --sort=unread
            Work/Urgent
            INBOX
            Work/Clients
            Work/Clients/Acme
            $ --sort=messages
            INBOX
            Work/Clients
            Work/Urgent
            Work
            Work/Clients/Acme
            Home/Bills
            $ --format=tree
            INBOX
            Work
            ├── Clients
            │   └── Acme
            └── Urgent
            Home/Bills
            $ -f tree --counts --sort=name
            Home/Bills (0/0)
            INBOX (3/10)
            Work (0/4)
            ├── Clients (1/7)
            │   └── Acme (1/2)
            └── Urgent (7/7)
            $ -f tree --match=acme|work$
            Work
            └── Clients/Acme
            $ --format=table
            NAME               TYPE
            INBOX              system
            Work               user
            Work/Clients/Acme  user
            Work/Clients       user
            Home/Bills         user
            Work/Urgent        user
            $ --format=table --fields=name --counts --match=c
            NAME               MESSAGES  UNREAD  THREADS  UNREAD THR
            Work/Clients/Acme         2       1        1           1
            Work/Clients              7       1        5           1
            $ --format=csv --type=system
            id,name,type
            INBOX,INBOX,system
            $ --format=csv --counts --match=^work/clients$
            id,name,type,messagesTotal,messagesUnread,threadsTotal,threadsUnread
            Label_3,Work/Clients,user,7,1,5,1
            $ --format=json --match=clients$ --match=inbox
            [
              {"id":"INBOX","name":"INBOX","type":"system"},
              {"id":"Label_3","name":"Work/Clients","type":"user","messageListVisibility":"show","labelListVisibility":"labelShow","color":{"textColor":"#ffffff","backgroundColor":"#16a765"}}
            ]
            $ --format=json --fields=threadsUnread,name,name --match=inbox
            [
              {"threadsUnread":2,"name":"INBOX"}
            ]
            $ --format=json --counts --fields=id --match=inbox
            [
              {"id":"INBOX","messagesTotal":10,"messagesUnread":3,"threadsTotal":8,"threadsUnread":2}
            ]
            """
                .split("(?m)^[$] "))
        .skip(1)
        .map(text -> Arguments.of((Object[]) text.split("\n", 2)));
  }

  @ParameterizedTest
  @MethodSource
  void listings(String options, String expected) {
    assertThat(machine.run(options.split(" ")).listing()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"plain, ''", "table, ''", "tree, ''", "csv, 'id,name,type\n'", "json, '[]\n'"})
  void noLabels(String format, String expected) {
    google.respondNext(LIST, json(200, "{}"), json(200, "{\"labels\": []}"));

    for (int i = 0; i < 3; i++) {
      Run run = machine.run("--format=" + format, "--match=nothing").succeeded();
      assertThat(run.out()).isEqualTo(expected);
      assertThat(run.err()).isEqualTo("No labels found.\n");
    }
  }

  @Test
  void nullEndsEachLabelInPlaceOfALineFeed() {
    google.labels(SandboxLabel.named("a\tb", "c\u001b", "d\ne"));

    assertThat(machine.run().listing()).isEqualTo("a\tb\nc\u001b\nd\ne\n");
    for (String option : List.of("-0", "--null")) {
      assertThat(machine.run(option).listing()).isEqualTo("a\tb\0c\u001b\0d\ne\0");
    }
  }

  @Test
  void hostileNamesAreEscapedOnATerminal() {
    google.labels(SandboxLabel.named(HOSTILE));
    machine.outIsTerminal = true;

    assertThat(machine.run().listing())
        .isEqualTo(
            """
            line\\u000abreak
            \\u001b[31mred
            right\\u202eleft
            zero\\u200bwidth
            tab\\u0009here
            \\u0085\\u007f
            quote"comma,
            carriage\\u000dreturn
            =1+1
            \\u0041
            \\ufeffbom
            half?
            c\\u0000nul
            """);
    for (String format : List.of("table", "tree", "csv", "json")) {
      assertThat(machine.run("--format=" + format).out())
          .doesNotContain("\u001b", "\u202e", "\u200b", "\u0085", "\u007f", "\ufeff", "\u0000");
    }
  }

  @Test
  void jsonAndCsvAreReadBackByOtherParsers() throws IOException {
    google.labels(SandboxLabel.named(HOSTILE));
    // A half character cannot be written in UTF-8.
    String[] names = Stream.of(HOSTILE).map(n -> n.replace('\ud83d', '?')).toArray(String[]::new);

    CSVFormat csv = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    assertThat(csv.parse(new StringReader(machine.run("-f", "csv").out())).getRecords())
        .extracting(row -> row.get("name"))
        .containsExactly(names);
    for (boolean terminal : List.of(false, true)) {
      machine.outIsTerminal = terminal;
      assertThat(JsonParser.parseString(machine.run("-f", "json").out()).getAsJsonArray())
          .extracting(label -> label.getAsJsonObject().get("name").getAsString())
          .containsExactly(names);
    }
  }

  /** Without a server: such a response is larger than the program reads. */
  @Test
  void treeMayHaveThousandsOfLevels() throws IOException {
    String deepest = "a" + "/a".repeat(5999);
    Label.Visibility hidden = new Label.Visibility(Optional.empty(), Optional.empty());
    List<Label> labels =
        IntStream.range(0, 6000)
            .mapToObj(level -> deepest.substring(0, 2 * level + 1))
            .map(
                n -> new Label("", n, Optional.empty(), hidden, Optional.empty(), Optional.empty()))
            .toList();
    StringWriter out = new StringWriter();

    new TreeFormat(false, UnaryOperator.identity()).write(labels, out);

    assertThat(out.toString()).hasSize(6000 * 2 + 5999 * 4 + 4 * (5998 * 5999 / 2));
  }

  @Test
  void childStandsUnderItsNearestAncestorThatIsALabel() {
    google.labels(
        SandboxLabel.named(
            "a/b/c/d", "x/y", "a/e", "a", "a/b/c", "a/e/f", "a", "a/", "a//b", "/x", "/"));

    assertThat(machine.run("--format=tree").listing())
        .isEqualTo(
            """
            x/y
            a
            ├── e
            │   └── f
            └── b/c
                └── d
            a
            a/
            └── b
            /x
            /
            """);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void columnsStayAligned(boolean terminal) {
    machine.outIsTerminal = terminal;
    google.labels(
        SandboxLabel.named(
            "a",
            "업무",
            "🎉 Party",
            "Cafe\u0301",
            "שלום",
            "e\u0301\u0302",
            "\u1100\u1161\u11a8",
            "＋",
            "👨\u200d👩\u200d👧 ❤\ufe0f",
            "می\u200cخواهم",
            "a\u200db"));

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
            👨\u200d👩\u200d👧 ❤\ufe0f     L8
            می\u200cخواهم   L9
            %s  L10
            """
                .formatted(terminal ? "a\\u200db" : "a\u200db      "));
  }

  @Test
  void tableWithCountsFitsInEightyColumns() {
    google.labels(
        List.of(
            SandboxLabel.system("n".repeat(30))
                .withCounts(9_999_999, 9_999_999, 9_999_999, 9_999_999)));

    assertThat(machine.run("--format=table", "--counts").listing())
        .startsWith("NAME" + " ".repeat(28) + "TYPE    MESSAGES   UNREAD  THREADS  UNREAD THR\n")
        .satisfies(table -> assertThat(table.lines()).allMatch(line -> line.length() <= 80));
  }

  @ParameterizedTest
  @CsvSource({
    "auto, true, '', true",
    "auto, false, '', false",
    "auto, true, NO_COLOR=1, false",
    "auto, true, TERM=dumb, false",
    "always, false, NO_COLOR=1, true",
    "never, true, '', false"
  })
  void coloursAreShownOnAColourTerminal(
      String when, boolean terminal, String variable, boolean colour) {
    machine.outIsTerminal = terminal;
    machine.variables.put(variable.replaceFirst("=.*", ""), variable.replaceFirst(".*=", ""));

    assertThat(machine.run("-ftable", "--fields=name,id", "-mnts$", "--color=" + when).listing())
        .isEqualTo(
            "NAME          ID\n%sWork/Clients%s  Label_3\n",
            colour ? "\u001b[38;2;255;255;255;48;2;22;167;101m" : "", colour ? "\u001b[0m" : "");
  }
}
