package gmaillabels.cli;

import gmaillabels.error.UsageProblems;
import gmaillabels.label.Label;
import gmaillabels.label.LabelField;
import gmaillabels.label.LabelFilter;
import gmaillabels.label.SortKey;
import gmaillabels.output.CsvFormat;
import gmaillabels.output.JsonFormat;
import gmaillabels.output.LabelFormat;
import gmaillabels.output.PlainFormat;
import gmaillabels.output.TableFormat;
import gmaillabels.output.TerminalText;
import gmaillabels.output.TreeFormat;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

final class ListingOptions extends OptionGroup {
  /** The formats with their default fields. */
  enum Format {
    PLAIN(List.of(LabelField.NAME)),
    TABLE(List.of(LabelField.NAME, LabelField.TYPE)),
    TREE(List.of(LabelField.NAME)),
    JSON(List.copyOf(EnumSet.complementOf(EnumSet.copyOf(LabelField.COUNTS)))),
    CSV(List.of(LabelField.ID, LabelField.NAME, LabelField.TYPE));

    private final List<LabelField> fields;

    Format(List<LabelField> fields) {
      this.fields = fields;
    }
  }

  private enum Type {
    ALL,
    SYSTEM,
    USER
  }

  private enum When {
    AUTO,
    ALWAYS,
    NEVER
  }

  private final IoStreams streams;

  private final Option<Format> format =
      choice("-f --format=FORMAT", Format.class, "One of ${COMPLETION-CANDIDATES}.")
          .byDefault(Format.PLAIN);

  private final Option<List<LabelField>> fields =
      option(
              "--fields=F,...",
              (source, text) -> Stream.of(text.split(",", -1)).map(ListingOptions::field).toList(),
              "What to show, in this order: ${COMPLETION-CANDIDATES}. Default: plain name; table"
                  + " name,type; csv id,name,type; json everything known.")
          .withWords(LabelField.names());

  private final Option<Boolean> counts =
      flag("--counts", "Ask for every listed label's message and thread counts, and show them.");

  private final Option<Boolean> nullTerminated =
      flag("-0 --null", "Plain only: end each label with a NUL byte instead of a newline.");

  private final Option<Type> type =
      choice("-t --type=TYPE", Type.class, "One of ${COMPLETION-CANDIDATES}.").byDefault(Type.ALL);

  private final Option<Pattern> match =
      option(
          "-m --match=REGEX",
          ListingOptions::pattern,
          "Only labels whose name contains a match, ignoring case. May be repeated; of --match,"
              + " --name and --id together, each adds labels.");

  private final Option<String> name =
      option(
          "-n --name=NAME",
          (source, text) -> LabelFilter.normalized(text),
          "Only the label that is called exactly this; exit 7 if there is none. May be repeated.");

  private final Option<String> id =
      option(
          "--id=ID",
          (source, text) -> text,
          "Only the label with exactly this id; exit 7 if there is none. May be repeated.");

  private final Option<Boolean> unread = flag("--unread", "Only labels with unread messages.");

  private final Option<SortKey> sort =
      choice(
              "-s --sort=KEY",
              SortKey.class,
              "One of ${COMPLETION-CANDIDATES}: Gmail's order, the order of LC_ALL=C sort, most"
                  + " messages or most unread messages first.")
          .byDefault(SortKey.GMAIL);

  private final Option<When> color =
      choice(
              "--color=WHEN",
              When.class,
              "One of ${COMPLETION-CANDIDATES}: labels' colors in a table; NO_COLOR turns auto"
                  + " off.")
          .byDefault(When.AUTO);

  ListingOptions(Environment environment, IoStreams streams) {
    super(environment, "Listing");
    this.streams = streams;
  }

  private static LabelField field(String name) {
    return LabelField.of(name.strip())
        .orElseThrow(() -> UsageProblems.unknownField(name, LabelField.names()));
  }

  private static Pattern pattern(String source, String typed) {
    String text = LabelFilter.normalized(typed);
    try {
      return Pattern.compile(
          text, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);
    } catch (PatternSyntaxException e) {
      // The JDK describes a pattern that is nested too deeply in this way.
      if (e.getDescription().startsWith("Stack overflow")) {
        throw UsageProblems.patternTooComplex(text);
      }
      // Some JDKs describe a backslash at the end in this way.
      String what =
          e.getDescription().replace("Unexpected internal error", "unescaped trailing backslash");
      String before = TerminalText.escape(text.substring(0, Math.max(e.getIndex(), 0)));
      throw UsageProblems.invalidPattern(
          what, TerminalText.escape(text), TerminalText.width(before));
    }
  }

  boolean isJson() {
    return format.get() == Format.JSON;
  }

  /** Refuses options that contradict each other. */
  void check() {
    if (format.get() != Format.PLAIN && nullTerminated.get()) {
      throw UsageProblems.invalidOption("--null", "is for --format=plain only");
    }
    if (format.get() == Format.TREE && fields.isGiven()) {
      throw UsageProblems.invalidOption("--fields", "is not for --format=tree, which shows names");
    }
  }

  private List<LabelField> shownFields() {
    List<LabelField> shown = fields.value().orElse(format.get().fields);
    return counts.get()
        ? Stream.concat(shown.stream(), LabelField.COUNTS.stream()).distinct().toList()
        : shown;
  }

  /** The fields that choosing, sorting and showing the labels need. */
  Set<LabelField> fields() {
    Set<LabelField> needed = EnumSet.of(LabelField.NAME);
    needed.addAll(shownFields());
    if (type().isPresent()) {
      needed.add(LabelField.TYPE);
    }
    if (isColored()) {
      needed.add(LabelField.COLOR);
    }
    if (unread.get() || sort().needsCounts()) {
      needed.addAll(LabelField.COUNTS);
    }
    if (!id.values().isEmpty() || hasCounts(needed)) {
      needed.add(LabelField.ID);
    }
    return needed;
  }

  boolean needsCounts() {
    return hasCounts(fields());
  }

  private static boolean hasCounts(Set<LabelField> fields) {
    return !Collections.disjoint(fields, LabelField.COUNTS);
  }

  private Optional<String> type() {
    return type.get() == Type.ALL ? Optional.empty() : Optional.of(word(type.get()));
  }

  LabelFilter filter() {
    return new LabelFilter(type(), name.values(), id.values(), match.values());
  }

  List<Label> unreadOnly(List<Label> labels) {
    return unread.get() ? labels.stream().filter(Label::hasUnread).toList() : labels;
  }

  SortKey sort() {
    return sort.get();
  }

  LabelFormat format() {
    List<LabelField> shown = shownFields();
    UnaryOperator<String> escape =
        streams.outIsTerminal() ? TerminalText::escape : UnaryOperator.identity();
    return switch (format.get()) {
      case PLAIN -> new PlainFormat(shown, nullTerminated.get() ? '\0' : '\n', escape);
      case TABLE -> new TableFormat(shown, isColored(), escape);
      case TREE -> new TreeFormat(counts.get(), escape);
      case JSON -> new JsonFormat(shown, escape);
      case CSV -> new CsvFormat(shown, escape);
    };
  }

  private boolean isColored() {
    When when = color.get();
    return format.get() == Format.TABLE
        && (when == When.ALWAYS
            || when == When.AUTO
                && streams.outIsTerminal()
                && environment.variable("NO_COLOR").isEmpty()
                && !environment.isDumbTerminal());
  }
}
