package gmaillabels.output;

import static org.assertj.core.api.Assertions.assertThat;

import gmaillabels.label.Label;
import gmaillabels.label.LabelField;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Formats as functions from labels to text. */
class FormatsTest {
  private static final List<LabelField> NAME_AND_TYPE = List.of(LabelField.NAME, LabelField.TYPE);

  private static Label label(String name) {
    return new Label(
        "Label_1",
        name,
        Optional.of("system"),
        new Label.Visibility(Optional.empty(), Optional.empty()),
        Optional.empty(),
        Optional.empty());
  }

  private static String written(LabelFormat format, Label... labels) throws IOException {
    StringBuilder out = new StringBuilder();
    format.write(List.of(labels), out);
    return out.toString();
  }

  private static Label[] labels(String... names) {
    return Stream.of(names).map(FormatsTest::label).toArray(Label[]::new);
  }

  @Test
  void childStandsUnderItsNearestAncestorThatIsALabel() throws IOException {
    assertThat(
            written(
                new TreeFormat(false, Escaping.NONE),
                labels(
                    "a/b/c/d", "x/y", "a/e", "a", "a/b/c", "a/e/f", "a", "a/", "a//b", "/x", "/")))
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
  @CsvSource(
      quoteCharacter = '\'',
      value = {"a b, a b", "'a,b', '\"a,b\"'", "'a\"b', '\"a\"\"b\"'", "'a\rb', '\"a\rb\"'"})
  void valueIsQuotedWhereItMustBe(String name, String value) throws IOException {
    assertThat(written(new CsvFormat(List.of(LabelField.NAME), Escaping.NONE), label(name)))
        .isEqualTo("name\n" + value + "\n");
  }

  @Test
  void tableKeepsColumnsUnderOneAnother() throws IOException {
    assertThat(
            written(
                new TableFormat(NAME_AND_TYPE, false, Escaping.INVISIBLE),
                labels("plain", "👨\u200d👩\u200d👧 ❤\ufe0f", "می\u200cخواهم", "업무", "a\u200db")))
        .isEqualTo(
            """
            NAME      TYPE
            plain     system
            👨\u200d👩\u200d👧 ❤\ufe0f     system
            می\u200cخواهم   system
            업무      system
            a\\u200db  system
            """);
  }

  @Test
  void tableWithCountsFitsInEightyColumns() throws IOException {
    List<LabelField> fields = new ArrayList<>(NAME_AND_TYPE);
    fields.addAll(LabelField.COUNTS);
    Label label =
        label("n".repeat(30))
            .withCounts(new Label.Counts(9_999_999, 9_999_999, 9_999_999, 9_999_999));

    assertThat(written(new TableFormat(fields, false, Escaping.INVISIBLE), label))
        .startsWith("NAME" + " ".repeat(28) + "TYPE    MESSAGES   UNREAD  THREADS  UNREAD THR\n")
        .satisfies(table -> assertThat(table.lines()).allMatch(line -> line.length() <= 80));
  }
}
